namespace BulkVerify.Evaluation.Dkim.Recovery;

/// <summary>
/// Products of long numbers modulo an odd number, by Montgomery's reduction over blocks. GMP's product of two whole numbers and its remainder take sixteen times the octets of one of them;
/// by thirds they take eight, as many as the common divisor that follows. Not thread-safe.
/// </summary>
internal sealed class ModularProduct : IDisposable
{
    /// <summary>Of a number: more take less memory and more time.</summary>
    private const int Blocks = 3;

    private readonly GmpInteger _modulus;
    private readonly int _length;
    private readonly GmpInteger _inverse;
    private readonly GmpInteger _block = new();

    /// <param name="modulus">Odd and positive; owned by the caller, and unchanged as long as this is used.</param>
    /// <param name="longest">Bits of the longest factor.</param>
    public ModularProduct(GmpInteger modulus, long longest)
    {
        _modulus = modulus;
        _length = (int)(longest / GmpInteger.LimbBits / Blocks) + 1;
        _inverse = GmpInteger.NegatedInverse(modulus, (long)_length * GmpInteger.LimbBits);
    }

    /// <summary>A number with the common divisor with the modulus that one * other has; zero or the modulus when it divides that.</summary>
    /// <param name="one">Positive.</param>
    /// <param name="other">Positive.</param>
    public GmpInteger Multiply(GmpInteger one, GmpInteger other)
    {
        // After each round less than one + modulus remains.
        int rest = Math.Max(one.Limbs.Length, _modulus.Limbs.Length) + 1;
        var product = new GmpInteger();
        Span<nuint> sum = product.Write(rest + _length + 1);
        sum.Clear();
        for (ReadOnlySpan<nuint> left = other.Limbs; !left.IsEmpty; left = left[Math.Min(_length, left.Length)..])
        {
            AddProduct(sum, one.Limbs, left[..Math.Min(_length, left.Length)]);
            using (GmpInteger quotient = Quotient(sum[.._length]))
                AddProduct(sum, _modulus.Limbs, quotient.Limbs);
            // The lowest block is zero now: to divide by its weight changes no common divisor with an odd number.
            sum[_length..].CopyTo(sum);
            sum[^_length..].Clear();
        }
        product.Finish(rest);
        product.Trim();
        _block.Clear();
        return product;
    }

    public void Dispose()
    {
        _inverse.Dispose();
        _block.Dispose();
    }

    /// <summary>How many times the modulus makes the lowest block zero.</summary>
    private GmpInteger Quotient(ReadOnlySpan<nuint> lowest)
    {
        ReadOnlySpan<nuint> product = Product(lowest, _inverse.Limbs)[.._length];
        var quotient = new GmpInteger();
        product.CopyTo(quotient.Write(_length));
        quotient.Finish(_length);
        return quotient;
    }

    /// <summary>sum += number * factor, block by block.</summary>
    private void AddProduct(Span<nuint> sum, ReadOnlySpan<nuint> number, ReadOnlySpan<nuint> factor)
    {
        for (int at = 0; at < number.Length && !factor.IsEmpty; at += _length)
            GmpInteger.AddTo(sum[at..], Product(number.Slice(at, Math.Min(_length, number.Length - at)), factor));
    }

    private ReadOnlySpan<nuint> Product(ReadOnlySpan<nuint> one, ReadOnlySpan<nuint> other)
    {
        Span<nuint> product = _block.Write(2 * _length);
        GmpInteger.MultiplyInto(product, one, other);
        return product[..(one.Length + other.Length)];
    }
}
