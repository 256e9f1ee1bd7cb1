using System.Buffers;
using System.Runtime.CompilerServices;

namespace BulkVerify.Claims;

/// <summary>The tags of one signature field, as places in it. An absent tag has an empty value and <see cref="Has"/> tells it from an empty one.</summary>
internal ref struct SignatureTags
{
    /// <summary>More tags than this make a field no tag list of ours.</summary>
    private const int MaxTags = 64;

    /// <summary>RFC 6376 §3.2, RFC 8616 §3: printable octets, 8-bit text and white space make a tag value; these do not.</summary>
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\r' or '\n')).Append(127).Select(c => (byte)c)]);

    private ReadOnlySpan<byte> _field;
    private Places _places;
    private uint _present;

    [InlineArray((int)SignatureTag.Other)]
    private struct Places
    {
        private (int Start, int Length) _first;
    }

    public readonly bool Has(SignatureTag tag) => (_present & (1u << (int)tag)) != 0;

    /// <summary>The value without surrounding white space.</summary>
    public readonly ReadOnlySpan<byte> this[SignatureTag tag] => _field.Slice(_places[(int)tag].Start, _places[(int)tag].Length);

    /// <summary>Where the value is, relative to the start of the field.</summary>
    public readonly (int Start, int Length) PlaceOf(SignatureTag tag) => _places[(int)tag];

    /// <summary>Everything between "b=" and the semicolon or the end, relative to the start of the field.</summary>
    public readonly (int Start, int Length) SignatureValue
    {
        get
        {
            (int start, int length) = _places[(int)SignatureTag.Signature];
            if (length == 0)
                return default;
            int begin = _field[..start].LastIndexOf((byte)'=') + 1;
            int semicolon = _field[start..].IndexOf((byte)';');
            int end = semicolon < 0 ? _field.Length : start + semicolon;
            return (begin, end - begin);
        }
    }

    /// <summary>Reads a field; the first fault of its list is returned, the tags that are none are there all the same.</summary>
    public SignatureSyntax Read(ReadOnlySpan<byte> field, int valueStart)
    {
        _field = field;
        ReadOnlySpan<byte> value = field[valueStart..];
        SignatureSyntax syntax = value.ContainsAny(Controls) ? SignatureSyntax.NotATagList : SignatureSyntax.Valid;
        Span<(int Start, int Length)> others = stackalloc (int, int)[MaxTags];
        int otherCount = 0, count = 0;
        var list = new TagList(value);
        while (list.MoveNext())
        {
            // RFC 6376 §3.2
            if (list.IsMalformed || ++count > MaxTags)
            {
                syntax = First(syntax, SignatureSyntax.NotATagList);
                if (count > MaxTags)
                    break;
                continue;
            }
            SignatureTag tag = Find(list.Name);
            bool repeated = tag == SignatureTag.Other ? IsAmong(others[..otherCount], list.Name) : Has(tag);
            if (repeated)
                syntax = First(syntax, SignatureSyntax.RepeatedTag);
            else if (tag == SignatureTag.Other)
                others[otherCount++] = PlaceOf(list.Name);
            else
            {
                _places[(int)tag] = PlaceOf(list.Value);
                _present |= 1u << (int)tag;
            }
        }
        return syntax;
    }

    /// <summary>Tag names are case-sensitive (RFC 6376 §3.2).</summary>
    private static SignatureTag Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => (char)name[0] switch
        {
            'v' => SignatureTag.Version,
            'a' => SignatureTag.Algorithm,
            'b' => SignatureTag.Signature,
            'c' => SignatureTag.Canonicalization,
            'd' => SignatureTag.Domain,
            'h' => SignatureTag.SignedHeaders,
            'i' => SignatureTag.Identity,
            'l' => SignatureTag.BodyLength,
            'q' => SignatureTag.QueryMethods,
            's' => SignatureTag.Selector,
            't' => SignatureTag.SignedAt,
            'x' => SignatureTag.ExpiresAt,
            _ => SignatureTag.Other,
        },
        2 when name.SequenceEqual("bh"u8) => SignatureTag.BodyHash,
        2 when name.SequenceEqual("cv"u8) => SignatureTag.ChainValidation,
        _ => SignatureTag.Other,
    };

    private readonly bool IsAmong(ReadOnlySpan<(int Start, int Length)> places, ReadOnlySpan<byte> name)
    {
        foreach ((int start, int length) in places)
        {
            if (_field.Slice(start, length).SequenceEqual(name))
                return true;
        }
        return false;
    }

    private readonly (int Start, int Length) PlaceOf(ReadOnlySpan<byte> part) =>
        !part.IsEmpty && _field.Overlaps(part, out int start) ? (start, part.Length) : default;

    private static SignatureSyntax First(SignatureSyntax found, SignatureSyntax next) => found == SignatureSyntax.Valid ? next : found;
}
