namespace BulkVerify.Claims;

/// <summary>Reads h= lists. Signers write the same one in every message: those met lately are read once. One per worker: not thread-safe.</summary>
internal sealed class SignedHeaderLists
{
    private const int Places = 1024;

    /// <summary>Longer lists are read and not kept.</summary>
    private const int MaxKeptLength = 1024;

    private readonly (byte[]? List, SignedHeaderFacts Facts)[] _recent = new (byte[]?, SignedHeaderFacts)[Places];

    public SignedHeaderFacts Read(ReadOnlySpan<byte> list)
    {
        if (list.Length > MaxKeptLength)
            return Parse(list);
        ref (byte[]? List, SignedHeaderFacts Facts) recent = ref _recent[NameTable.HashOf(list) % Places];
        if (recent.List is null || !list.SequenceEqual(recent.List))
            recent = (list.ToArray(), Parse(list));
        return recent.Facts;
    }

    internal static SignedHeaderFacts Parse(ReadOnlySpan<byte> list)
    {
        if (list.Count((byte)':') >= SignatureClaimParser.MaxSignedHeaders)
            return SignedHeaderFacts.OverLimit;
        SignedHeaderFacts facts = SignedHeaderFacts.None;
        foreach (Range range in list.Split((byte)':'))
        {
            // An empty name, which some signers leave at the end, names no field.
            ReadOnlySpan<byte> name = TagList.TrimWhiteSpace(list[range]);
            facts |= name.ContainsAnyExceptInRange((byte)33, (byte)126) ? SignedHeaderFacts.BadName : FactOf(HeaderNames.Find(name));
        }
        return facts;
    }

    private static SignedHeaderFacts FactOf(HeaderId id) => id switch
    {
        HeaderId.From => SignedHeaderFacts.From,
        HeaderId.ListUnsubscribe => SignedHeaderFacts.ListUnsubscribe,
        HeaderId.ListUnsubscribePost => SignedHeaderFacts.ListUnsubscribePost,
        HeaderId.ArcSeal => SignedHeaderFacts.ArcSeal,
        _ => SignedHeaderFacts.None,
    };
}
