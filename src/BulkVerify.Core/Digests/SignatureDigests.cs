namespace BulkVerify.Digests;

/// <summary>The digests of all signatures of one message. Filled by <see cref="MessageDigester"/>, which clears it first.</summary>
public sealed class SignatureDigests : IReusable
{
    private readonly ReusedList<SignatureDigest> _dkim = new();
    private readonly ReusedList<SignatureDigest> _arc = new();

    /// <summary>Without any signature.</summary>
    public SignatureDigests()
    {
    }

    /// <summary>Of digests that are this object's from now on.</summary>
    public SignatureDigests(IReadOnlyList<SignatureDigest> dkim, ArcChainDigest? arc, MboxReading reading)
    {
        foreach (SignatureDigest digest in dkim)
            _dkim.Add(digest);
        (Arc, Reading) = (arc, reading);
    }

    /// <summary>In header order, topmost first.</summary>
    public ReusedList<SignatureDigest> Dkim => _dkim;

    /// <summary>Null without ARC fields.</summary>
    public ArcChainDigest? Arc { get; internal set; }

    /// <summary>How quoted lines of an mbox were read.</summary>
    public MboxReading Reading { get; internal set; }

    /// <summary>XXH3 of the relaxed body: the same for every copy of a message, however it is stored. Not for security; 0 when not asked for.</summary>
    public ulong BodyFingerprint { get; internal set; }

    public void Clear()
    {
        _dkim.Clear();
        _arc.Clear();
        (Arc, Reading, BodyFingerprint) = (null, MboxReading.NoQuoting, 0);
    }

    /// <summary>A digest for one of the sets of <see cref="Arc"/>, as new.</summary>
    internal SignatureDigest AddOfArc() => _arc.AddNew();
}
