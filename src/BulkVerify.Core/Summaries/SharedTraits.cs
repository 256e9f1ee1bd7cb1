using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Counts what messages of a group have in common: sender, signing key, canonicalization, sending host and the like. Not thread-safe.</summary>
internal sealed class SharedTraits
{
    /// <summary>Values counted of one trait; further ones are not, so that a trait which differs in every message stays small.</summary>
    private const int MaxValues = 5000;

    private static readonly (string Name, Func<MessageRow, string> Of)[] Traits =
    [
        ("sender", static row => row.Sender),
        ("From domain", static row => row.AuthorDomain),
        ("MAIL FROM domain", static row => row.SpfDomain),
        ("signing domain", static row => Signature(row)?.D ?? ""),
        ("selector", static row => Signature(row) is { S.Length: > 0 } s ? $"{s.S} of {s.D}" : ""),
        ("canonicalization", static row => Signature(row)?.C ?? ""),
        ("handed over by", static row => row.HandedBy),
        ("relay", static row => row.Relay),
        ("sending host", static row => HostOf(row.Helo)),
        ("address block", static row => Block(row.ClientIp)),
        ("platform", static row => row.Platform),
        ("list", static row => row.ListId),
        ("receiver", static row => row.ThenBy),
        ("month", static row => SummaryGroups.Month(row.ReceivedAt ?? row.Date)),
        ("repair", static row => row.Repair),
        ("exporter", static row => row.Exporter),
        ("archive", static row => row.Archive),
    ];

    /// <summary>A trait that sets a group apart has at least this much more of it, and so many times the share of the rest.</summary>
    private const double LeastLift = 0.2, LeastRatio = 1.5;

    private readonly Dictionary<string, long>[] _counts = [.. Traits.Select(_ => new Dictionary<string, long>(StringComparer.Ordinal))];
    private readonly Dictionary<string, long> _evidence = new(StringComparer.Ordinal);

    public long Messages { get; private set; }

    public void Add(MessageRow row)
    {
        Messages++;
        for (int i = 0; i < Traits.Length; i++)
            Count(_counts[i], Traits[i].Of(row));
        foreach (string evidence in row.SenderEvidence.Split("; ", StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal))
        {
            if (evidence.EndsWith(" header", StringComparison.Ordinal))
                Count(_evidence, HeaderOf(evidence));
        }
    }

    /// <summary>The commonest senders with their counts: "hubspot 13".</summary>
    public IEnumerable<string> Senders(int most) =>
        _counts[0].OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(most).Select(c => $"{c.Key} {SummaryTableText.ForPeople(SummaryColumnKind.Count, c.Value, 0)}");

    /// <summary>What most of the group shares and the rest does not, in words: "canonicalization relaxed/simple (97 %; 12 % of what passes)". Most telling first.</summary>
    /// <param name="others">The messages to compare with.</param>
    /// <param name="least">Least share of the group.</param>
    public IReadOnlyList<string> Of(SharedTraits others, double least, int most)
    {
        var found = new List<(double Lift, string Text)>();
        for (int i = 0; i < Traits.Length; i++)
            Consider(found, Traits[i].Name, _counts[i], others, others._counts[i], least);
        Consider(found, "header", _evidence, others, others._evidence, least);
        return [.. found.OrderByDescending(f => f.Lift).ThenBy(f => f.Text, StringComparer.Ordinal).Take(most).Select(f => f.Text)];
    }

    private void Consider(List<(double Lift, string Text)> found, string name, Dictionary<string, long> counts, SharedTraits others, Dictionary<string, long> otherCounts, double least)
    {
        KeyValuePair<string, long> top = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).FirstOrDefault();
        if (top.Value == 0 || top.Value < least * Messages)
            return;
        double share = (double)top.Value / Messages, elsewhere = others.Messages == 0 ? 0 : (double)otherCounts.GetValueOrDefault(top.Key) / others.Messages;
        // What nearly all mail has says nothing of the failure.
        if (share - elsewhere >= LeastLift && share >= LeastRatio * elsewhere)
            found.Add((share - elsewhere, $"{name} {top.Key} ({SummaryTableText.Percent(share)}; {SummaryTableText.Percent(elsewhere)} of what passes)"));
    }

    private static void Count(Dictionary<string, long> counts, string value)
    {
        if (value.Length > 0 && (counts.Count < MaxValues || counts.ContainsKey(value)))
            counts[value] = counts.GetValueOrDefault(value) + 1;
    }

    /// <summary>"claims acme: X-Acme-Id header" and "X-Acme-Id header" as "X-Acme-Id".</summary>
    private static string HeaderOf(string evidence)
    {
        string name = evidence[..^" header".Length];
        return name[(name.LastIndexOf(' ') + 1)..];
    }

    /// <summary>The aligned signature, else the first.</summary>
    private static SignatureRow? Signature(MessageRow row) => row.Dkim.Find(static s => s.Aligned) ?? (row.Dkim.Count > 0 ? row.Dkim[0] : null);

    /// <summary>The name without its first label, which numbers the machines of one service.</summary>
    private static string HostOf(string helo) => helo.Count(static c => c == '.') >= 2 ? $"*{helo[helo.IndexOf('.')..]}" : helo;

    private static string Block(string address)
    {
        int dot = address.LastIndexOf('.');
        return dot > 0 && !address.Contains(':') ? $"{address[..dot]}.0/24" : address;
    }
}
