namespace BulkVerify.Reports.Aggregates;

/// <summary>What an export of aggregate reports is to look like.</summary>
public sealed record AggregateOptions
{
    public AggregateSchema Schema { get; init; }

    public AggregatePeriod Period { get; init; }

    /// <summary>org_name: who reports.</summary>
    public required string OrganizationName { get; init; }

    /// <summary>email: contact of who reports. Its domain names the receiver in report ids and file names.</summary>
    public required string Email { get; init; }

    /// <summary>Only the report of this policy domain; null for all.</summary>
    public string? PolicyDomain { get; init; }

    /// <summary>Letters and digits that tell the reports of this run from those of another over the same time (RFC 9990 §3.5.1).</summary>
    public required string RunId { get; init; }

    /// <summary>Name and version of the program.</summary>
    public required string Generator { get; init; }
}
