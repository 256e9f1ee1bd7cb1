using System.Text;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Another view with a <see cref="PolicyChange"/> in every DMARC record. Where a policy is given and the organizational domain is known to publish none, it
/// publishes that. Safe for all threads.</summary>
public sealed class ChangedPolicyView(IDnsView below, PolicyChange change, PublicSuffixRules publicSuffixes) : IDnsView
{
    private const string Prefix = "_dmarc.";

    private static readonly string[] AlignmentTags = ["adkim", "aspf"];

    private static readonly string[] PolicyTags = ["p", "sp", "np", "t", "pct"];

    public DnsAnswer? Find(in DnsQuestion question)
    {
        DnsAnswer? answer = below.Find(question);
        if (answer is null || question.Type != DnsRecordType.Txt || change.IsNone || !question.Name.Value.StartsWith(Prefix, StringComparison.Ordinal))
            return answer;
        if (answer.Records.Any(IsPolicy))
            return answer with { Records = [.. answer.Records.Select(r => IsPolicy(r) ? DnsRecord.Txt(Changed(r.Text.Span)) : r)] };
        return change.Policy is not null && (answer.IsAbsent || answer.Status == DnsStatus.Success) && IsOrganization(question.Name)
            ? answer with { Status = DnsStatus.Success, Records = [.. answer.Records, DnsRecord.Txt(Changed("v=DMARC1"u8))] }
            : answer;
    }

    private bool IsOrganization(DomainName name) =>
        DomainName.TryParse(name.Value.AsSpan(Prefix.Length)) is { LabelCount: > 1 } domain && publicSuffixes.OrganizationalDomain(domain) == domain;

    private static bool IsPolicy(DnsRecord record) => DmarcRecordParser.IsRecord(record.Text.Span);

    /// <summary>The record with its other tags as they are.</summary>
    private string Changed(ReadOnlySpan<byte> text)
    {
        string[] parts = Encoding.UTF8.GetString(text).Split(';');
        var changed = new StringBuilder(parts[0].Trim());
        if (change.Policy is { } policy)
            changed.Append("; p=").Append(policy.ToWord());
        if (change.Strict)
            changed.Append("; adkim=s; aspf=s");
        foreach (string part in parts.Skip(1))
        {
            string tag = part.Trim(), name = tag.Split('=')[0].TrimEnd().ToLowerInvariant();
            bool isReplaced = (change.Policy is not null && PolicyTags.Contains(name)) || (change.Strict && AlignmentTags.Contains(name));
            if (tag.Length > 0 && !isReplaced)
                changed.Append("; ").Append(tag);
        }
        return changed.ToString();
    }
}
