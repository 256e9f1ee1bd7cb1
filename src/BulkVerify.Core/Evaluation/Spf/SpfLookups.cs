using System.Net;
using System.Net.Sockets;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>What one check asks of the DNS: answers, the counters that include and redirect share, and the outcome that ended it early.</summary>
internal sealed class SpfLookups(IPAddress client, IDnsView dns, DnsQuestionSet missing, SpfLimits limits, SpfRecordCache? records)
{
    /// <summary>IPv4 addresses stand as IPv4, never mapped, and without scope.</summary>
    public IPAddress Client { get; } = client;

    /// <summary>The type of the addresses that the client's is compared with.</summary>
    public DnsRecordType AddressType { get; } = client.AddressFamily == AddressFamily.InterNetwork ? DnsRecordType.A : DnsRecordType.Aaaa;

    public SpfLimits Limits { get; } = limits;

    public int Count { get; private set; }

    public int VoidCount { get; private set; }

    /// <summary>The outcome after <see cref="SpfMatch.Stop"/>.</summary>
    public SpfOutcome Stopped { get; private set; }

    /// <summary>The answer, or null after noting the question.</summary>
    public DnsAnswer? Ask(DomainName name, DnsRecordType type) => missing.FindOrNote(dns, new DnsQuestion(name, type));

    // RFC 7208 §4.6.4
    public bool CountTerm() => ++Count <= Limits.MaxLookups;

    /// <summary>No for a term whose questions found nothing; Stop when there were too many of them (RFC 7208 §4.6.4).</summary>
    public SpfMatch CountVoid() =>
        ++VoidCount <= Limits.MaxVoidLookups ? SpfMatch.No : Stop(new SpfOutcome(AuthResult.PermError, SpfReason.TooManyVoidLookups));

    public SpfMatch Stop(SpfOutcome outcome)
    {
        Stopped = outcome;
        return SpfMatch.Stop;
    }

    /// <summary>What an answer that says nothing about the name makes of the check; null for records and for absence (RFC 7208 §4.4, §5).</summary>
    public static SpfOutcome? ErrorOf(DnsAnswer answer) => answer.Status switch
    {
        DnsStatus.Timeout => new SpfOutcome(AuthResult.TempError, SpfReason.DnsTimeout),
        DnsStatus.ServFail => new SpfOutcome(AuthResult.TempError, SpfReason.DnsServFail),
        DnsStatus.NotRecorded => new SpfOutcome(AuthResult.None, SpfReason.NotRecorded),
        DnsStatus.NotAsked => new SpfOutcome(AuthResult.None, SpfReason.NotAsked),
        _ => null,
    };

    /// <summary>Chooses the SPF record among the TXT records of a domain; null when there is exactly one.</summary>
    public SpfOutcome? Select(DnsAnswer answer, out SpfRecord? record)
    {
        record = null;
        // RFC 7208 §4.4
        if (ErrorOf(answer) is { } error)
            return error;
        DnsRecord? found = null;
        foreach (DnsRecord text in answer.Records)
        {
            if (!SpfRecordParser.IsSpf(text.Text.Span))
                continue;
            // RFC 7208 §4.5
            if (found is not null)
                return new SpfOutcome(AuthResult.PermError, SpfReason.SeveralRecords);
            found = text;
        }
        if (found is null)
            return new SpfOutcome(AuthResult.None, SpfReason.NoRecord);
        record = records?.Get(found) ?? SpfRecordParser.Parse(found.Text.Span);
        return null;
    }
}
