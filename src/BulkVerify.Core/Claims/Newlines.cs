using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BulkVerify.Claims;

/// <summary>The LFs of a text one after another; a vector is looked at once, however many lines end in it.</summary>
internal ref struct Newlines(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Start of the first vector that was not looked at.</summary>
    private int _ahead;

    /// <summary>LFs of the vector before that which were not given yet.</summary>
    private uint _found;

    /// <summary>Offset of the next LF; the text's length when there is none.</summary>
    public int Next()
    {
        while (_found == 0)
        {
            if (_ahead + Vector256<byte>.Count > _text.Length)
                return NextOfRest();
            Vector256<byte> here = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_text), (nuint)_ahead);
            _found = Vector256.Equals(here, Vector256.Create((byte)'\n')).ExtractMostSignificantBits();
            _ahead += Vector256<byte>.Count;
        }
        int offset = _ahead - Vector256<byte>.Count + BitOperations.TrailingZeroCount(_found);
        _found &= _found - 1;
        return offset;
    }

    private int NextOfRest()
    {
        int newline = _text[_ahead..].IndexOf((byte)'\n');
        int offset = newline < 0 ? _text.Length : _ahead + newline;
        _ahead = Math.Min(offset + 1, _text.Length);
        return offset;
    }
}
