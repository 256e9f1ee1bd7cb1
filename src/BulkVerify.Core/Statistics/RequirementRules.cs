namespace BulkVerify.Statistics;

/// <summary>The four requirements of an authenticated stream, for one message: true, false, or null when the message cannot tell. Pure.</summary>
public static class RequirementRules
{
    /// <summary>RFC 8301 §3.2: smaller RSA keys do not count.</summary>
    public const int LeastKeyBits = 1024;

    /// <summary>RFC 8301 §3.2: signers should use at least this.</summary>
    public const int AdvisedKeyBits = 2048;

    /// <summary>What decides for R4 where both pass aligned.</summary>
    public const string BothPass = "SPF and DKIM";

    /// <summary>Room for a selector, a domain name and what stands around them.</summary>
    private const int MaxKeyText = 600;

    /// <summary>R1: SPF authorizes the sending address for MAIL FROM. Of mail that came by a list or forwarder neither envelope nor address are the sender's.</summary>
    public static bool? Authorized(MessageRow row) =>
        row.Indirect.Length > 0 || RowAssessor.IsSentOn(row) ? null : row.SpfResult == "pass" ? true : RowAssessor.SpfAssessable(row) ? false : null;

    /// <summary>R2: MAIL FROM is aligned with From. The row knows the mode that was asked for where SPF passes, or met an error that DMARC did not wait for; elsewhere relaxed alignment counts.</summary>
    public static bool? Envelope(MessageRow row)
    {
        if (row.Indirect.Length > 0 || RowAssessor.IsSentOn(row) || !RowAssessor.HasAuthor(row))
            return null;
        if (row.SpfResult == "pass")
            return row.SpfAligned;
        if (RowAssessor.IsOtherEnvelope(row))
            return false;
        if (row.SpfDomain.Length == 0 || row.OrganizationalDomain.Length == 0)
            return null;
        return IsSameOrBelow(row.SpfDomain, row.OrganizationalDomain);
    }

    internal static bool IsSameOrBelow(string name, string ancestor) =>
        name.EndsWith(ancestor, StringComparison.Ordinal) && (name.Length == ancestor.Length || name[name.Length - ancestor.Length - 1] == '.');

    /// <summary>R3: an aligned signature passes, by a key that counts.</summary>
    public static bool? Signed(MessageRow row)
    {
        foreach (SignatureRow signature in row.Dkim)
        {
            if (IsCounted(signature))
                return true;
        }
        return row.Indirect.Length == 0 && RowAssessor.HasAuthor(row) && RowAssessor.DkimAssessable(row) ? false : null;
    }

    /// <summary>R4: one of the two passes aligned, whether or not a policy is published.</summary>
    public static bool? Either(MessageRow row)
    {
        if (row.SpfAligned || RowAssessor.DkimAligned(row))
            return true;
        bool spfOpen = Authorized(row) is null && Envelope(row) != false;
        return spfOpen || Signed(row) is null ? null : false;
    }

    /// <summary>The record and its term that authorize the address. Counting what is known allocates nothing.</summary>
    public static void CountAuthorized(MessageRow row, KeptCounts counts)
    {
        int end = row.SpfPath.IndexOf(" > ", StringComparison.Ordinal);
        counts.AddPair(row.SpfDomain, end < 0 ? row.SpfPath : row.SpfPath.AsSpan(0, end));
    }

    /// <summary>The aligned envelope.</summary>
    public static void CountEnvelope(MessageRow row, KeptCounts counts) => counts.AddPair("MAIL FROM", row.SpfDomain);

    /// <summary>The key of the first aligned signature that passes, with its size.</summary>
    public static void CountSigned(MessageRow row, KeptCounts counts)
    {
        foreach (SignatureRow signature in row.Dkim)
        {
            if (!IsCounted(signature))
                continue;
            Span<char> text = stackalloc char[MaxKeyText];
            if (text.TryWrite($"{signature.S}._domainkey.{signature.D}, {signature.Bits} bits", out int length))
                counts.Add(text[..length]);
            return;
        }
    }

    /// <summary>Which of the two passes aligned.</summary>
    public static void CountEither(MessageRow row, KeptCounts counts) =>
        counts.Add((row.SpfAligned, RowAssessor.DkimAligned(row)) switch { (true, true) => BothPass, (true, false) => "SPF only", _ => "DKIM only" });

    /// <summary>The record and reason that decide R1.</summary>
    public static string AgainstAuthorized(MessageRow row)
    {
        var counts = new KeptCounts();
        NoteAgainstAuthorized(row, counts);
        return counts.Commonest();
    }

    /// <summary>Counts the record and reason that decide R1.</summary>
    internal static void NoteAgainstAuthorized(MessageRow row, KeptCounts counts)
    {
        if (RowAssessor.IsSentOn(row))
            counts.Add("sent on by a forwarder");
        else if (row.SpfDomain.Length == 0)
            counts.Add("no MAIL FROM or HELO domain is known");
        else if (row.SpfReason == "NoClientAddress")
            counts.Add("no client address is known");
        else
            counts.AddTexts(row.SpfDomain, ": SPF ", row.SpfResult, ", ", ReasonWords.Of(row.SpfReason));
    }

    /// <summary>Counts what stands in the way of R2.</summary>
    internal static void NoteAgainstEnvelope(MessageRow row, KeptCounts counts)
    {
        if (RowAssessor.IsSentOn(row))
            counts.Add("sent on by a forwarder");
        else if (row.SpfDomain.Length == 0)
            counts.Add("no MAIL FROM is known");
        else
            counts.AddTexts("MAIL FROM ", row.SpfDomain, "");
    }

    /// <summary>Counts the key or reason that decides R3. A signature that met an error of the DNS decides nothing where another one is decided.</summary>
    internal static void NoteAgainstSigned(MessageRow row, KeptCounts counts)
    {
        SignatureRow? deciding = null;
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature.Aligned && (deciding is null || (deciding.Result == "temperror" && signature.Result != "temperror")))
                deciding = signature;
        }
        if (deciding is not null)
            counts.AddTexts(deciding.S, "._domainkey.", deciding.D, ": ", ReasonWords.Of(deciding.Reason));
        else if (row.Dkim.Count == 0)
            counts.Add("no DKIM signature");
        else if (row.Dkim[0].Result is "pass" or "temperror")
            counts.AddTexts("signed as ", row.Dkim[0].D, "");
        else
            counts.AddTexts("signed as ", row.Dkim[0].D, ", ", ReasonWords.Of(row.Dkim[0].Reason));
    }

    private static bool IsCounted(SignatureRow signature) =>
        signature is { Aligned: true, Result: "pass" } && (signature.Bits >= LeastKeyBits || signature.A == "ed25519-sha256");

    /// <summary>The key for which alone a message does not pass, where the DNS said that it does not exist or was revoked; empty for any other message.
    /// A key that is not recorded or was not asked for is not absent.</summary>
    public static string AbsentKey(MessageRow row)
    {
        if (RowAssessor.Assess(row) != Assessment.Unverifiable)
            return "";
        foreach (SignatureRow signature in row.Dkim)
        {
            if (signature is { Aligned: true, Reason: "KeyNotFound" or "KeyRevoked", S.Length: > 0 })
                return $"{signature.S}._domainkey.{signature.D}: {ReasonWords.Of(signature.Reason)}";
        }
        return "";
    }
}
