using System.Globalization;
using BulkVerify.Forge.Keys;
using BulkVerify.Forge.Messages;

namespace BulkVerify.Forge.Signing;

/// <summary>Signs drafts (RFC 6376 §5), and makes every faulty signature that there is a name for.</summary>
internal sealed class DkimSigner(KeyPublisher keys)
{
    /// <summary>Lifetime of signatures that state one: a week.</summary>
    private const long Lifetime = 7 * 86400;

    private static readonly string[] Signable =
    [
        "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
        "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID", "List-Id", "DKIM-Signature",
    ];

    private readonly ByteText _canonicalBody = new();
    private readonly ByteText _signedText = new();

    /// <summary>Puts the signature on top of the draft.</summary>
    /// <param name="time">Seconds of the Unix epoch, of signing and of receipt.</param>
    public void Sign(Draft draft, SignatureRequest request, long time)
    {
        ForgeKey key = keys.KeyFor(request);
        int style = request.Style;
        (byte[] bodyHash, int bodyLength) = HashBody(draft.Body.Span, request.Canonicalization.EndsWith("relaxed", StringComparison.Ordinal), request.Algorithm);
        List<string> signed = SignedNames(draft, request);
        string open = TagFields.Open("DKIM-Signature", Tags(request, signed, bodyHash, bodyLength, time), style);
        byte[] hash = HashHeaders(draft, signed, open, request);
        string signature = request.Fault == SignatureFault.BadBase64 ? "@@not*base64@@" : Convert.ToBase64String(key.Sign(hash, request.Algorithm.Hash));
        draft.Prepend(TagFields.Close(open, signature, style));
        draft.Signatures.Insert(0, new ForgedSignature(request, keys.PublishedBits(request)));
    }

    /// <summary>Hash and length of the canonical body.</summary>
    public (byte[] Hash, int Length) HashBody(ReadOnlySpan<byte> body, bool relaxed, SigningAlgorithm algorithm)
    {
        _canonicalBody.Clear();
        if (relaxed)
            PlainCanonicalization.RelaxedBody(body, _canonicalBody);
        else
            PlainCanonicalization.SimpleBody(body, _canonicalBody);
        return (algorithm.HashOf(_canonicalBody.Span), _canonicalBody.Length);
    }

    private byte[] HashHeaders(Draft draft, List<string> signed, string open, SignatureRequest request)
    {
        bool relaxed = request.Canonicalization.StartsWith("relaxed", StringComparison.Ordinal);
        _signedText.Clear();
        var taken = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in signed)
        {
            // RFC 6376 §5.4.2: repeated fields from the bottom up; a name that is used up adds nothing.
            int nth = taken.GetValueOrDefault(name);
            taken[name] = nth + 1;
            if (draft.FieldFromBottom(name, nth) is { } field)
                _signedText.Append(Canonical(field, relaxed));
        }
        // RFC 6376 §3.7: the field itself, b= empty, without line end.
        string own = Canonical(open.TrimEnd(' ') + "\r\n", relaxed);
        _signedText.Append(own[..^2]);
        return request.Algorithm.HashOf(_signedText.Span);
    }

    private static string Canonical(string field, bool relaxed) =>
        relaxed ? PlainCanonicalization.RelaxedHeader(field) : PlainCanonicalization.SimpleHeader(field);

    private static List<string> SignedNames(Draft draft, SignatureRequest request)
    {
        var names = new List<string>();
        foreach (string name in Signable)
        {
            int count = draft.CountOf(name);
            for (int i = 0; i < count && (name != "DKIM-Signature" || request.Oversign); i++)
                names.Add(name);
        }
        if (request.Oversign)
            names.AddRange(["From", "Subject", "Cc"]);
        if (request.Fault == SignatureFault.BadSignedHeaders)
            names.RemoveAll(static name => name == "From");
        return names;
    }

    private static List<(string Name, string Value)> Tags(SignatureRequest request, List<string> signed, byte[] bodyHash, int bodyLength, long time)
    {
        SignatureFault fault = request.Fault;
        long signedAt = fault == SignatureFault.Future ? time + 2 * 86400 : fault == SignatureFault.Expired ? time - 2 * Lifetime : time - 2;
        var tags = new List<(string Name, string Value)>
        {
            ("v", fault == SignatureFault.BadVersion ? "2" : "1"),
            ("a", fault == SignatureFault.UnknownAlgorithm ? "rsa-sha512" : request.Algorithm.Name),
            ("c", fault == SignatureFault.UnknownCanonicalization ? "relaxed/strict" : request.Canonicalization),
            ("d", fault == SignatureFault.BadDomain ? request.Domain.Replace(".", "..", StringComparison.Ordinal) : request.Domain),
            ("s", request.Selector),
            ("t", fault == SignatureFault.BadNumber ? "yesterday" : Number(signedAt)),
        };
        if (fault is SignatureFault.Expired || (fault == SignatureFault.None && request.Style == 1))
            tags.Add(("x", Number(signedAt + Lifetime)));
        if (fault is SignatureFault.IdentityNotExact)
            tags.Add(("i", "@mail." + request.Domain));
        if (fault is SignatureFault.IdentityOutsideDomain)
            tags.Add(("i", "@elsewhere.example"));
        if (fault is SignatureFault.AppendedText or SignatureFault.LengthTooLong)
            tags.Add(("l", Number(bodyLength + (fault == SignatureFault.LengthTooLong ? 1000 : 0))));
        if (fault is SignatureFault.UnknownQueryMethod)
            tags.Add(("q", "http/json"));
        if (fault is SignatureFault.RepeatedTag)
            tags.Add(("d", request.Domain));
        if (fault is SignatureFault.NotATagList)
            tags.Add(("", "nonsense without an equals sign"));
        tags.Add(("h", string.Join(':', signed)));
        if (fault != SignatureFault.MissingTag)
            tags.Add(("bh", Convert.ToBase64String(bodyHash)));
        return tags;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
