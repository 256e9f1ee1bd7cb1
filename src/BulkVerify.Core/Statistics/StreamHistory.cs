namespace BulkVerify.Statistics;

/// <summary>When each mechanism of a stream passed aligned, and when what may explain a change was seen. Only received mail that no list or forwarder changed
/// counts, and only messages with a time. Adding and merging commute. Not thread-safe.</summary>
public sealed class StreamHistory : IStoredTally
{
    private const int MaxStackChars = 512;

    public Timeline Dkim { get; set; } = new();

    public Timeline Spf { get; set; } = new();

    /// <summary>Messages whose aligned keys the DNS said it does not have, each as one that does not pass: <see cref="Dkim"/> counts none of them.</summary>
    public Timeline AbsentKeys { get; set; } = new();

    /// <summary>Messages that <see cref="RowAssessor.IsSentOn"/> holds of, each as one that does not pass: <see cref="Spf"/> counts none of them.</summary>
    public Timeline SentOn { get; set; } = new();

    /// <summary>Keys of aligned signatures as "s._domainkey.d"; "no signature" and "signed as d" without one.</summary>
    public KeptSpans Keys { get; set; } = new();

    /// <summary>Why aligned signatures fail.</summary>
    public KeptSpans DkimReasons { get; set; } = new();

    /// <summary>MAIL FROM domains.</summary>
    public KeptSpans Envelopes { get; set; } = new();

    /// <summary>Sending addresses by /24 or /48.</summary>
    public KeptSpans Blocks { get; set; } = new();

    /// <summary>Why SPF does not pass.</summary>
    public KeptSpans SpfReasons { get; set; } = new();

    /// <summary>Hosts that sent on what another handed them.</summary>
    public KeptSpans Relays { get; set; } = new();

    public void Add(MessageRow row)
    {
        if (row.ReceivedAt is not { } time)
            return;
        if (row.Indirect.Length == 0 && RowAssessor.DkimAssessable(row))
        {
            Dkim.Add(time, RowAssessor.DkimAligned(row));
            AddSignature(row, time);
        }
        else if (HasAbsentKey(row))
        {
            AbsentKeys.Add(time, passes: false);
            AddSignature(row, time);
        }
        if (RowAssessor.IsSentOn(row))
        {
            SentOn.Add(time, passes: false);
        }
        else if (row.Indirect.Length == 0 && RowAssessor.SpfAssessable(row))
        {
            Spf.Add(time, row.SpfAligned);
            Envelopes.Add(row.SpfDomain, time);
            if (row.SpfResult != "pass")
                SpfReasons.Add(row.SpfReason, time);
        }
        AddBlock(row.ClientIp, time);
        Relays.Add(row.Relay, time);
    }

    public void Merge(StreamHistory other)
    {
        Dkim.Merge(other.Dkim);
        Spf.Merge(other.Spf);
        AbsentKeys.Merge(other.AbsentKeys);
        SentOn.Merge(other.SentOn);
        Keys.Merge(other.Keys);
        DkimReasons.Merge(other.DkimReasons);
        Envelopes.Merge(other.Envelopes);
        Blocks.Merge(other.Blocks);
        SpfReasons.Merge(other.SpfReasons);
        Relays.Merge(other.Relays);
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        port.Exchange(Dkim);
        port.Exchange(Spf);
        port.Exchange(AbsentKeys);
        port.Exchange(SentOn);
        port.Exchange(Keys);
        port.Exchange(DkimReasons);
        port.Exchange(Envelopes);
        port.Exchange(Blocks);
        port.Exchange(SpfReasons);
        port.Exchange(Relays);
    }

    private static bool HasAbsentKey(MessageRow row)
    {
        bool isAbsent = false;
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature is { Aligned: true, Result: not "pass" } && signature.Reason is not ("KeyNotFound" or "KeyRevoked"))
                return false;
            isAbsent |= signature.Aligned;
        }
        return isAbsent;
    }

    private void AddSignature(MessageRow row, long time)
    {
        SignatureRow? deciding = null;
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature.Aligned && (deciding is null || signature.Result == "pass"))
                deciding = signature;
            if (deciding?.Result == "pass")
                break;
        }
        if (deciding is null)
        {
            if (row.Dkim.Count == 0)
                Keys.Add("no signature", time);
            else
                AddJoined(Keys, "signed as ", row.Dkim[0].D, "", time);
            return;
        }
        AddJoined(Keys, deciding.S, "._domainkey.", deciding.D, time);
        if (deciding.Result != "pass")
            DkimReasons.Add(deciding.Reason, time);
    }

    private void AddBlock(ReadOnlySpan<char> address, long time)
    {
        int end = address.Contains(':') ? ThirdColon(address) : address.LastIndexOf('.');
        if (end > 0)
            Blocks.Add(address[..end], time);
        else
            Blocks.Add(address, time);
    }

    private static int ThirdColon(ReadOnlySpan<char> address)
    {
        for (int i = 0, colons = 0; i < address.Length; i++)
        {
            if (address[i] == ':' && ++colons == 3)
                return i;
        }
        return -1;
    }

    private static void AddJoined(KeptSpans to, string first, string second, string third, long time)
    {
        int length = first.Length + second.Length + third.Length;
        Span<char> text = length <= MaxStackChars ? stackalloc char[length] : new char[length];
        first.CopyTo(text);
        second.CopyTo(text[first.Length..]);
        third.CopyTo(text[(first.Length + second.Length)..]);
        to.Add(text, time);
    }
}
