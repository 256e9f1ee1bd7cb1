using System.Runtime.InteropServices;

namespace BulkVerify.Evaluation.Dkim.Recovery;

/// <summary>An integer of any size in GMP's memory, changed in place. Not thread-safe; used and disposed on one thread, which its memory is counted for.</summary>
internal sealed unsafe class GmpInteger : IDisposable
{
    private GmpNumber _number;
    private bool _disposed;

    /// <summary>Zero.</summary>
    public GmpInteger() => GmpLibrary.Init(ref _number);

    public static GmpInteger Of(ReadOnlySpan<byte> bigEndian)
    {
        var number = new GmpInteger();
        fixed (byte* octets = bigEndian)
            GmpLibrary.Import(ref number._number, (nuint)bigEndian.Length, order: 1, size: 1, endian: 0, nails: 0, octets);
        return number;
    }

    public bool IsZero => _number.Size == 0;

    public long Bits => IsZero ? 0 : (long)GmpLibrary.SizeInBase(ref _number, 2);

    /// <summary>The absolute value, big-endian without leading zeros.</summary>
    public byte[] ToArray()
    {
        byte[] octets = new byte[(int)((Bits + 7) / 8)];
        fixed (byte* to = octets)
            GmpLibrary.Export(to, out _, order: 1, size: 1, endian: 0, nails: 0, ref _number);
        return octets;
    }

    /// <summary>This := number ^ exponent.</summary>
    public void SetPower(GmpInteger number, uint exponent) => GmpLibrary.Power(ref _number, ref number._number, new CULong(exponent));

    /// <summary>This := number ^ exponent mod modulus.</summary>
    public void SetPower(GmpInteger number, uint exponent, GmpInteger modulus) => GmpLibrary.PowerModulo(ref _number, ref number._number, new CULong(exponent), ref modulus._number);

    public void Add(GmpInteger more) => GmpLibrary.Add(ref _number, ref _number, ref more._number);

    public void Subtract(GmpInteger less) => GmpLibrary.Subtract(ref _number, ref _number, ref less._number);

    public void Multiply(GmpInteger factor) => GmpLibrary.Multiply(ref _number, ref _number, ref factor._number);

    public void Reduce(GmpInteger modulus) => GmpLibrary.Remainder(ref _number, ref _number, ref modulus._number);

    /// <summary>This := the greatest common divisor of both.</summary>
    public void SetCommonDivisor(GmpInteger one, GmpInteger other) => GmpLibrary.GreatestCommonDivisor(ref _number, ref one._number, ref other._number);

    /// <summary>Divides as often as it goes without a rest.</summary>
    public void Strip(uint factor)
    {
        while (!IsZero && GmpLibrary.IsDivisible(ref _number, new CULong(factor)) != 0)
            GmpLibrary.DivideExactly(ref _number, ref _number, new CULong(factor));
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        GmpLibrary.Clear(ref _number);
    }
}
