using System.Buffers.Binary;

namespace BulkVerify.Archives;

/// <summary>
/// Decodes one DEFLATE stream (RFC 1951). Unlike the decoders of libraries it hands out every octet before a damaged place, and ends exactly behind the stream: what follows
/// it is left in the source. Used once, by one reader.
/// </summary>
internal sealed class Inflater(OctetSource source)
{
    private const int History = 32 << 10;
    private const int LongestMatch = 258;
    private const int LiteralCodes = 286;
    private const int DistanceCodes = 30;
    private const int EndOfBlock = 256;

    private const string CutShort = "the compressed data ends early";
    private const string NoSuchCode = "the compressed data holds a code that is none";

    // RFC 1951 §3.2.5
    private static ReadOnlySpan<ushort> LengthBase => [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static ReadOnlySpan<byte> LengthExtra => [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static ReadOnlySpan<ushort> DistanceBase =>
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];

    private static ReadOnlySpan<byte> DistanceExtra => [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    // RFC 1951 §3.2.7
    private static ReadOnlySpan<byte> LengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly HuffmanTable _lengths = new(19), _literals = new(288), _distances = new(32);
    private readonly byte[] _buffer = new byte[History + (96 << 10) + LongestMatch];
    private ulong _bits;
    private int _bitCount;
    private int _given, _made;
    private int _storedLeft;
    private bool _isLastBlock;
    private State _state = State.Header;
    private string? _damage;

    private enum State : byte
    {
        Header,
        Stored,
        Codes,
        End,
    }

    /// <summary>Some of the next octets; 0 at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">Nothing more can be decoded. Every octet before was handed out.</exception>
    public int Read(Span<byte> to)
    {
        while (_given == _made && _damage is null && _state != State.End && !to.IsEmpty)
            DecodeSome();
        if (_given == _made && _damage is not null)
        {
            source.ThrowFailure();
            throw new InvalidDataException(_damage);
        }
        int length = Math.Min(to.Length, _made - _given);
        _buffer.AsSpan(_given, length).CopyTo(to);
        _given += length;
        return length;
    }

    private void DecodeSome()
    {
        if (_made >= _buffer.Length - LongestMatch)
        {
            _buffer.AsSpan(_made - History, History).CopyTo(_buffer);
            _given = _made = History;
        }
        switch (_state)
        {
            case State.Header:
                BeginBlock();
                break;
            case State.Stored:
                CopyStored();
                break;
            case State.Codes:
                DecodeCodes();
                break;
        }
    }

    /// <summary>RFC 1951 §3.2.3</summary>
    private void BeginBlock()
    {
        if (_isLastBlock)
        {
            GiveBackOctets();
            _state = State.End;
            return;
        }
        _isLastBlock = Take(1) == 1;
        switch (Take(2))
        {
            case 0:
                BeginStored();
                break;
            case 1:
                BuildFixed();
                _state = State.Codes;
                break;
            case 2:
                BuildDynamic();
                _state = State.Codes;
                break;
            default:
                _damage ??= "the compressed data holds a block of no known kind";
                break;
        }
    }

    /// <summary>RFC 1951 §3.2.4</summary>
    private void BeginStored()
    {
        GiveBackOctets();
        uint lengths = (uint)Take(16) | ((uint)Take(16) << 16);
        if ((lengths & 0xFFFF) != (~lengths >> 16))
            _damage ??= "the compressed data holds a stored block whose lengths differ";
        GiveBackOctets();
        _storedLeft = (int)(lengths & 0xFFFF);
        _state = State.Stored;
    }

    private void CopyStored()
    {
        if (_storedLeft == 0)
        {
            _state = State.Header;
            return;
        }
        int read = source.Read(_buffer.AsSpan(_made, Math.Min(_storedLeft, _buffer.Length - _made)));
        if (read == 0)
            _damage = CutShort;
        _made += read;
        _storedLeft -= read;
    }

    /// <summary>RFC 1951 §3.2.6</summary>
    private void BuildFixed()
    {
        Span<byte> lengths = stackalloc byte[288];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        _literals.TryBuild(lengths, mayBeSingle: false);
        Span<byte> distances = stackalloc byte[32];
        distances.Fill(5);
        _distances.TryBuild(distances, mayBeSingle: false);
    }

    /// <summary>RFC 1951 §3.2.7</summary>
    private void BuildDynamic()
    {
        int literals = 257 + Take(5), distances = 1 + Take(5), codes = 4 + Take(4);
        Span<byte> order = stackalloc byte[19];
        for (int i = 0; i < codes; i++)
            order[LengthOrder[i]] = (byte)Take(3);
        Span<byte> lengths = stackalloc byte[LiteralCodes + DistanceCodes];
        if (literals > LiteralCodes || distances > DistanceCodes || !_lengths.TryBuild(order, mayBeSingle: false) || !TryReadLengths(lengths[..(literals + distances)])
            || lengths[EndOfBlock] == 0 || !_literals.TryBuild(lengths[..literals], mayBeSingle: true) || !_distances.TryBuild(lengths.Slice(literals, distances), mayBeSingle: true))
            _damage ??= "the compressed data holds a block whose codes make no sense";
    }

    private bool TryReadLengths(Span<byte> lengths)
    {
        for (int i = 0; i < lengths.Length;)
        {
            Refill();
            int symbol = _lengths.Decode(_bits, out int length);
            if (length > _bitCount)
                _damage ??= CutShort;
            if (symbol < 0 || _damage is not null)
                return false;
            Drop(length);
            if (symbol < 16)
            {
                lengths[i++] = (byte)symbol;
                continue;
            }
            if (symbol == 16 && i == 0)
                return false;
            byte repeated = symbol == 16 ? lengths[i - 1] : (byte)0;
            int times = symbol switch { 16 => 3 + Take(2), 17 => 3 + Take(3), _ => 11 + Take(7) };
            if (times > lengths.Length - i)
                return false;
            lengths.Slice(i, times).Fill(repeated);
            i += times;
        }
        return _damage is null;
    }

    /// <summary>Decodes literals and matches until the block ends, the buffer is full or the data is damaged.</summary>
    private void DecodeCodes()
    {
        byte[] buffer = _buffer;
        int made = _made;
        while (made < buffer.Length - LongestMatch)
        {
            // A length and a distance with their extra bits take 48.
            if (_bitCount < 48)
                Refill();
            int symbol = _literals.Decode(_bits, out int bits);
            if (symbol < 0 || bits > _bitCount)
            {
                _damage = bits > _bitCount ? CutShort : NoSuchCode;
                break;
            }
            Drop(bits);
            if (symbol < EndOfBlock)
            {
                buffer[made++] = (byte)symbol;
                continue;
            }
            if (symbol == EndOfBlock)
            {
                _state = State.Header;
                break;
            }
            if (!TryTakeMatch(symbol - EndOfBlock - 1, made, out int length, out int distance))
                break;
            Repeat(buffer, made, length, distance);
            made += length;
        }
        _made = made;
    }

    private bool TryTakeMatch(int code, int made, out int length, out int distance)
    {
        length = distance = 0;
        if (code >= LengthBase.Length)
        {
            _damage = NoSuchCode;
            return false;
        }
        length = LengthBase[code] + DropBits(LengthExtra[code]);
        int symbol = _distances.Decode(_bits, out int bits);
        if (symbol is < 0 or >= DistanceCodes)
        {
            _damage = bits > _bitCount ? CutShort : NoSuchCode;
            return false;
        }
        Drop(bits);
        distance = DistanceBase[symbol] + DropBits(DistanceExtra[symbol]);
        if (_bitCount < 0)
            _damage = CutShort;
        else if (distance > made)
            _damage = "the compressed data refers to what stands before its beginning";
        return _damage is null;
    }

    /// <summary>What repeats may overlap with what it is repeated from.</summary>
    private static void Repeat(byte[] buffer, int made, int length, int distance)
    {
        Span<byte> to = buffer.AsSpan(made, length);
        ReadOnlySpan<byte> from = buffer.AsSpan(made - distance, length);
        if (distance >= length)
            from.CopyTo(to);
        else if (distance == 1)
            to.Fill(from[0]);
        else
        {
            for (int i = 0; i < to.Length; i++)
                to[i] = from[i];
        }
    }

    /// <summary>At least 56 bits, fewer at the end of the source.</summary>
    private void Refill()
    {
        ReadOnlySpan<byte> next = source.AtHand;
        if (next.Length >= sizeof(ulong))
        {
            // Bits of an octet that is not taken as a whole are there already when it is taken.
            _bits |= BinaryPrimitives.ReadUInt64LittleEndian(next) << _bitCount;
            source.Skip((63 - _bitCount) >> 3);
            _bitCount |= 56;
            return;
        }
        for (int octet; _bitCount <= 56 && (octet = source.ReadOctet()) >= 0; _bitCount += 8)
            _bits |= (ulong)octet << _bitCount;
    }

    private int Take(int bits)
    {
        if (_bitCount < bits)
            Refill();
        if (_bitCount >= bits)
            return DropBits(bits);
        _damage ??= CutShort;
        return 0;
    }

    private int DropBits(int bits)
    {
        int value = (int)(_bits & ((1UL << bits) - 1));
        Drop(bits);
        return value;
    }

    private void Drop(int bits)
    {
        _bits >>= bits;
        _bitCount -= bits;
    }

    /// <summary>Leaves the octet that was begun, and puts back those that were not.</summary>
    private void GiveBackOctets()
    {
        source.PutBack(_bitCount >> 3);
        _bits = 0;
        _bitCount = 0;
    }
}
