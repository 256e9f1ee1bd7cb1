namespace BulkVerify.Archives;

/// <summary>A code of DEFLATE (RFC 1951 §3.2.2): symbols by the next bits of the stream. Built anew for each block. Not thread-safe.</summary>
/// <param name="symbols">Most symbols of the code.</param>
internal sealed class HuffmanTable(int symbols)
{
    public const int MaxLength = 15;

    /// <summary>Codes of up to so many bits are looked up at once; longer ones are rare.</summary>
    private const int LookUpBits = 10;

    private readonly ushort[] _lookUp = new ushort[1 << LookUpBits];
    private readonly ushort[] _counts = new ushort[MaxLength + 1];
    private readonly ushort[] _symbols = new ushort[symbols];

    /// <summary>Takes the lengths of the codes of all symbols, 0 for one that does not occur. False when they make no code: more codes than a length has, or unused ones
    /// where there are several.</summary>
    /// <param name="mayBeSingle">True for the codes of a block, which may hold one code of one bit, or none that is used.</param>
    public bool TryBuild(ReadOnlySpan<byte> lengths, bool mayBeSingle)
    {
        Array.Clear(_counts);
        foreach (byte length in lengths)
            _counts[length]++;
        _counts[0] = 0;
        Span<int> offsets = stackalloc int[MaxLength + 2], codes = stackalloc int[MaxLength + 2];
        int left = 1, used = 0;
        for (int length = 1; length <= MaxLength; length++)
        {
            left = (left << 1) - _counts[length];
            if (left < 0)
                return false;
            used += _counts[length];
            offsets[length + 1] = offsets[length] + _counts[length];
            codes[length + 1] = (codes[length] + _counts[length]) << 1;
        }
        Array.Clear(_lookUp);
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] is > 0 and var length)
            {
                _symbols[offsets[length]++] = (ushort)symbol;
                LookUp(symbol, length, codes[length]++);
            }
        }
        return left == 0 || (mayBeSingle && (used == 0 || (used == 1 && _counts[1] == 1)));
    }

    /// <summary>The symbol that the bits begin with, lowest first, and the length of its code; -1 when no code does.</summary>
    public int Decode(ulong bits, out int length)
    {
        uint entry = _lookUp[(int)(bits & ((1 << LookUpBits) - 1))];
        length = (int)(entry & 15);
        return entry != 0 ? (int)(entry >> 4) : DecodeBitByBit(bits, out length);
    }

    private void LookUp(int symbol, int length, int code)
    {
        if (length > LookUpBits)
            return;
        int reversed = 0;
        for (int i = 0; i < length; i++)
            reversed |= ((code >> i) & 1) << (length - 1 - i);
        for (int bits = reversed; bits < _lookUp.Length; bits += 1 << length)
            _lookUp[bits] = (ushort)((symbol << 4) | length);
    }

    /// <summary>Codes of one length follow each other, and begin where those of the length before end.</summary>
    private int DecodeBitByBit(ulong bits, out int length)
    {
        int code = 0, first = 0, index = 0;
        for (length = 1; length <= MaxLength; length++)
        {
            code |= (int)(bits & 1);
            bits >>= 1;
            int count = _counts[length];
            if (code - count < first)
                return _symbols[index + code - first];
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        length = MaxLength;
        return -1;
    }
}
