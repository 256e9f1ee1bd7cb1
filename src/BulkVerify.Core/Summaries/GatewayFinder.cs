using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Finds gateways in front of the receiver. Pure. That a sending organization's own gateway hands its mail on looks the same in one message, so the archive as a whole tells:
/// mail From many domains comes through the receiver's, and most of all mail.</summary>
internal static class GatewayFinder
{
    /// <summary>From domains that have to come through a gateway.</summary>
    private const int MinAuthors = 3;

    private static readonly HashSet<string> ReceivingCategories = ["security-gateway", "cloud-mail", "web-host"];

    /// <summary>At most one, as it brings more than half of what was received.</summary>
    public static ReceivingGateway? Of(RunStatistics statistics, SummaryContext context)
    {
        long received = statistics.Streams.Values.Sum(s => s.Messages - s[Assessment.NeverReceived]);
        foreach (var relay in RelayFinding.AllOf(statistics).Where(f => IsTakenOver(f.Finding)).GroupBy(f => f.Finding.Relay, StringComparer.Ordinal))
        {
            long messages = relay.Sum(f => f.Tally.Count);
            if (messages > received / 2 && CountAuthors(relay.Select(f => f.Finding.From)) >= MinAuthors && MayReceive(relay.Key, context))
                return new ReceivingGateway(relay.Key, messages);
        }
        return null;
    }

    /// <summary>Lists and forwarders that rewrite have an envelope of their own.</summary>
    private static bool IsTakenOver(in RelayFinding finding) => !finding.IsNamed && finding.From != finding.Relay && finding.Envelope is "from" or "other" or "null";

    /// <summary>Where From domains are counted together they are many.</summary>
    private static int CountAuthors(IEnumerable<string> authors) => authors.Distinct(StringComparer.Ordinal).Sum(a => a == StreamKey.Others ? MinAuthors : 1);

    /// <summary>Vendors that send for others have mail from hosts of others, too.</summary>
    private static bool MayReceive(string relay, SummaryContext context) =>
        DomainName.TryParse(relay.AsSpan()) is { } domain && (context.OwnerOf(domain) is not { } owner || ReceivingCategories.Contains(owner.Category));
}
