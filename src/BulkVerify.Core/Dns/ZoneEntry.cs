namespace BulkVerify.Dns;

/// <summary>One record or directive of a master file.</summary>
public readonly record struct ZoneEntry(ZoneEntryKind Kind, DomainName Owner, DnsRecordType Type)
{
    /// <summary>The record of a <see cref="ZoneEntryKind.Record"/>; null otherwise.</summary>
    public DnsRecord? Record { get; init; }

    /// <summary>How the question of a <see cref="ZoneEntryKind.Status"/> ended.</summary>
    public DnsStatus Status { get; init; }

    /// <summary>Targets of <see cref="ZoneEntryKind.Aliases"/>; null otherwise.</summary>
    public DomainName[]? Aliases { get; init; }

    /// <summary>When it was asked, by the last <c>;bulkverify asked</c> above it; null without one.</summary>
    public DateTimeOffset? Asked { get; init; }

    /// <summary>Number of its line, from 1.</summary>
    public int Line { get; init; }
}
