namespace BulkVerify.Evaluation.Dkim.Recovery;

/// <summary>
/// Finds the RSA modulus behind signatures of one key without the key: for a good signature s over the padded hash m the modulus divides s^e - m, so it divides the greatest common
/// divisor of two such numbers (RFC 8017 §5.2.2). Those have 134 million bits for a key of 2048 bits; their common divisor costs about fifty times what one of them costs to make. So one
/// signature, the pivot, is compared with several at once: with the product of their numbers modulo its own. The search succeeds when the pivot and one of the others are unaltered.
/// </summary>
/// <remarks>Time and memory for each attempt, on one core of 2.5 GHz: 1024 bits 20 s and 70 MB, 2048 bits 50 s and 139 MB, 4096 bits 120 s and 278 MB: eight times the octets of one number. Pure; one per thread. Needs <see cref="GmpLibrary"/>.</remarks>
public sealed class ModulusSearch(RsaExponent exponent)
{
    /// <summary>Signatures that a pivot is compared with at once.</summary>
    public const int MaxPartners = 4;

    /// <summary>Two random numbers share factors below this now and then; no modulus has one.</summary>
    private const uint SmallFactors = 1 << 16;

    /// <summary>Bits that a signature may be shorter than the modulus: one in 2^128 is shorter.</summary>
    private const int MaxLeadingZeros = 128;

    /// <summary>Numbers of different signatures share the modulus and small factors, never this much.</summary>
    private const int MaxCommonBits = 1 << 16;

    private static readonly uint[] SmallPrimes = Primes();

    /// <summary>The modulus that the pivot shares with at least one of the partners; null when there is none.</summary>
    /// <param name="pivot">Its length is that of the modulus.</param>
    /// <param name="partners">Other signatures of that length, at most <see cref="MaxPartners"/> are compared.</param>
    /// <param name="helpers">Any signatures of the group: they take foreign factors out of what was found. Altered ones do no harm.</param>
    public byte[]? Find(RecoverableSignature pivot, IReadOnlyList<RecoverableSignature> partners, IEnumerable<RecoverableSignature> helpers)
    {
        int length = pivot.Signature.Length;
        using GmpInteger? common = Multiple(pivot);
        common?.MakeOdd();
        using GmpInteger? product = common is null ? null : Product(partners.Take(MaxPartners), common, 8L * length * (int)exponent);
        if (common is null || product is null || product.IsZero)
            return null;
        common.ReduceToCommonDivisor(product);
        // A copy of the pivot among the partners makes all of it common.
        if (!IsLongEnough(common, length) || common.Bits > MaxCommonBits)
            return null;
        foreach (RecoverableSignature helper in helpers)
            TakeOut(common, helper, length);
        foreach (uint prime in SmallPrimes)
            common.Strip(prime);
        return IsLongEnough(common, length) && common.Bits <= 8L * length ? common.ToArray() : null;
    }

    /// <summary>s^e - m, positive; null when no block of that length can hold the hash, or the signature is shorter than any is.</summary>
    private GmpInteger? Multiple(RecoverableSignature signature)
    {
        byte[] block = new byte[signature.Signature.Length];
        if (!Pkcs1Encoding.KnowsHashOf(signature.Hash.Length) || !Pkcs1Encoding.TryEncode(signature.Hash.Span, block))
            return null;
        using var number = GmpInteger.Of(signature.Signature.Span);
        if (number.Bits < (8L * block.Length) - MaxLeadingZeros)
            return null;
        using var padded = GmpInteger.Of(block);
        var multiple = new GmpInteger();
        multiple.SetPower(number, (uint)exponent);
        multiple.Subtract(padded);
        return multiple;
    }

    /// <summary>What has those factors in common with the modulus that one of the signatures' numbers has.</summary>
    private GmpInteger? Product(IEnumerable<RecoverableSignature> signatures, GmpInteger modulus, long longest)
    {
        using var modular = new ModularProduct(modulus, longest);
        GmpInteger? product = null;
        foreach (RecoverableSignature signature in signatures)
        {
            GmpInteger? multiple = Multiple(signature);
            if (multiple is null || product is null)
            {
                product ??= multiple;
                continue;
            }
            using (multiple)
            using (GmpInteger factor = product)
                product = modular.Multiply(factor, multiple);
        }
        return product;
    }

    /// <summary>Leaves of what is common only what the helper has too, if that can still be the modulus.</summary>
    private void TakeOut(GmpInteger common, RecoverableSignature helper, int length)
    {
        byte[] block = new byte[length];
        if (helper.Signature.Length != length || !Pkcs1Encoding.TryEncode(helper.Hash.Span, block))
            return;
        using var padded = GmpInteger.Of(block);
        using var number = GmpInteger.Of(helper.Signature.Span);
        using var rest = new GmpInteger();
        rest.SetPower(number, (uint)exponent, common);
        rest.Subtract(padded);
        rest.SetCommonDivisor(rest, common);
        if (IsLongEnough(rest, length))
            common.SetCommonDivisor(rest, rest);
    }

    /// <summary>RFC 8017 §8.2.1: the signature has the octets of the modulus.</summary>
    private static bool IsLongEnough(GmpInteger number, int length) => number.Bits > 8L * (length - 1);

    private static uint[] Primes()
    {
        var isComposite = new bool[SmallFactors];
        var primes = new List<uint>();
        for (uint i = 2; i < SmallFactors; i++)
        {
            if (isComposite[i])
                continue;
            primes.Add(i);
            for (ulong j = (ulong)i * i; j < SmallFactors; j += i)
                isComposite[j] = true;
        }
        return [.. primes];
    }
}
