using System.Net.Sockets;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>Reverse names of the client (RFC 7208 §5.5, §7.3 "p") and the names that macros make.</summary>
internal sealed class SpfNames(in SpfQuery query, IDnsView dns, DnsQuestionSet missing, SpfLimits limits)
{
    private readonly SpfQuery _query = query;

    /// <summary>True when the PTR question found nothing.</summary>
    public bool PointerWasVoid { get; private set; }

    /// <summary>The reverse names whose addresses include the client; errors make a name invalid, never the check. Null when answers are missing.</summary>
    public List<DomainName>? Validated()
    {
        string zone = _query.Client.AddressFamily == AddressFamily.InterNetwork ? "in-addr" : "ip6";
        string[] parts = SpfMacro.Dotted(_query.Client).Split('.');
        Array.Reverse(parts);
        var question = new DnsQuestion(DomainName.Parse($"{string.Join('.', parts)}.{zone}.arpa"), DnsRecordType.Ptr);
        if (missing.FindOrNote(dns, question) is not { } pointers)
            return null;
        PointerWasVoid = pointers.IsAbsent;
        List<DomainName> validated = [];
        bool incomplete = false;
        DnsRecordType type = _query.Client.AddressFamily == AddressFamily.InterNetwork ? DnsRecordType.A : DnsRecordType.Aaaa;
        // RFC 7208 §4.6.4: the first 10 names, the rest is ignored.
        foreach (DnsRecord pointer in pointers.Records.Take(limits.MaxNames))
        {
            if (missing.FindOrNote(dns, new DnsQuestion(pointer.Target!, type)) is not { } addresses)
                incomplete = true;
            else if (addresses.Records.Any(a => _query.Client.Equals(a.Address)))
                validated.Add(pointer.Target!);
        }
        return incomplete ? null : validated;
    }

    /// <summary>%{p}: the validated name that is the domain, else one below it, else any, else "unknown". Null when answers are missing.</summary>
    public string? BestName(DomainName domain)
    {
        if (Validated() is not { } names)
            return null;
        DomainName? best = names.FirstOrDefault(n => n == domain) ?? names.FirstOrDefault(n => n.IsSameOrBelow(domain)) ?? names.FirstOrDefault();
        return best?.Value ?? "unknown";
    }

    /// <summary>The name of an expansion, cut from the left to 253 octets (RFC 7208 §7.3); null when it is none.</summary>
    public static DomainName? ParseExpanded(string text)
    {
        text = text.EndsWith('.') ? text[..^1] : text;
        while (text.Length > DomainName.MaxLength)
        {
            int dot = text.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
                return null;
            text = text[(dot + 1)..];
        }
        return DomainName.TryParseQueryName(text);
    }
}
