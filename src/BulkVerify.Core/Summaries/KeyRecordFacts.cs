using System.Security.Cryptography;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Summaries;

/// <summary>What the DNS of a run says of one key. Pure.</summary>
/// <param name="State">published, revoked, ill-formed, not found, no answer, or not recorded.</param>
/// <param name="Sha256">SHA-256 of the decoded p=, lower-case hexadecimal digits; empty without a key.</param>
/// <param name="Target">Where the CNAME at the key's name leads; empty without one.</param>
internal sealed record KeyRecordFacts(string State, string Sha256, string Target)
{
    private static readonly KeyRecordFacts NotRecorded = new("not recorded", "", "");

    /// <summary>Of several keys.</summary>
    public static KeyRecordFacts None { get; } = new("", "", "");

    public static KeyRecordFacts Of(string domain, string selector, IDnsView zone)
    {
        if (DomainName.TryParse($"{selector}._domainkey.{domain}".AsSpan()) is not { } name || zone.Find(new DnsQuestion(name, DnsRecordType.Txt)) is not { IsUnknown: false } answer)
            return NotRecorded;
        string target = answer.Aliases.Count > 0 ? answer.Aliases[^1].Value : "";
        if (answer.Status != DnsStatus.Success)
            return new KeyRecordFacts(answer.IsAbsent ? "not found" : "no answer", "", target);
        string state = "ill-formed";
        foreach (DnsRecord record in answer.Records)
        {
            DkimKeyRecord key = DkimKeyRecordParser.Parse(record.Text.Span);
            if (key is { IsWellFormed: true, IsRevoked: false })
                return new KeyRecordFacts("published", HashOf(record.Text.Span), target);
            if (key.IsWellFormed)
                state = "revoked";
        }
        return new KeyRecordFacts(state, "", target);
    }

    private static string HashOf(ReadOnlySpan<byte> record)
    {
        for (var tags = new TagList(record); tags.MoveNext();)
        {
            if (tags.Name is [(byte)'p'])
                return Base64Text.Decode(tags.Value) is { } key ? Convert.ToHexStringLower(SHA256.HashData(key)) : "";
        }
        return "";
    }
}
