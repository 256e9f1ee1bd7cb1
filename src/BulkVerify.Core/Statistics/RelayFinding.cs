namespace BulkVerify.Statistics;

/// <summary>What a relay took from a host of another organization: the group that a message counts in for the audit of relays. From, envelope and mailbox stand by how they
/// relate to the relay's organization, so that groups are few. Pure.</summary>
/// <param name="Relay">Organizational domain of the relay.</param>
/// <param name="From">Organizational domain of From; empty when it has none.</param>
/// <param name="Envelope">relay or from (of that organization), other, null (the null reverse-path) or unknown.</param>
/// <param name="Mailbox">own (of the relay's organization), other, or unknown when the relay did not note it.</param>
/// <param name="IsNamed">True when the user named the relay as their own.</param>
public readonly record struct RelayFinding(string Relay, string From, string Envelope, string Mailbox, bool IsNamed)
{
    /// <summary>Null for a message that no relay took over.</summary>
    public static RelayFinding? Of(MessageRow row)
    {
        if (row.RelayOrganization.Length == 0)
            return null;
        string from = row.RelayOfAuthor ? row.RelayOrganization : row.OrganizationalDomain.Length > 0 ? row.OrganizationalDomain : row.AuthorDomain;
        return new RelayFinding(row.RelayOrganization, from, EnvelopeOf(row, from), MailboxOf(row), row.RelayIsNamed);
    }

    /// <summary>The group of a text that <see cref="ToString"/> made; null for any other text.</summary>
    public static RelayFinding? Parse(string text) => text.Split(' ') is [var relay, var from, var envelope, var mailbox, "named" or "seen"] parts
        ? new RelayFinding(relay, from, envelope, mailbox, parts[4] == "named")
        : null;

    /// <summary>The groups that were counted, with their messages.</summary>
    internal static IEnumerable<(RelayFinding Finding, CauseTally Tally)> AllOf(RunStatistics statistics)
    {
        foreach (var (key, tally) in statistics.Findings)
        {
            if (key.Table == Findings.Relays && Parse(key.Text) is { } finding)
                yield return (finding, tally);
        }
    }

    public override string ToString() => $"{Relay} {From} {Envelope} {Mailbox} {(IsNamed ? "named" : "seen")}";

    private static string EnvelopeOf(MessageRow row, string from)
    {
        if (row.MailFrom.Length == 0)
            return "unknown";
        if (row.MailFrom == "<>")
            return "null";
        string domain = row.MailFrom[(row.MailFrom.LastIndexOf('@') + 1)..];
        return IsBelow(domain, row.RelayOrganization) ? "relay" : IsBelow(domain, from) ? "from" : "other";
    }

    private static string MailboxOf(MessageRow row) =>
        row.RelayedFor.Length == 0 ? "unknown" : IsBelow(row.RelayedFor, row.RelayOrganization) ? "own" : "other";

    private static bool IsBelow(string domain, string organization) =>
        organization.Length > 0 && (domain.Equals(organization, StringComparison.OrdinalIgnoreCase) || domain.EndsWith($".{organization}", StringComparison.OrdinalIgnoreCase));
}
