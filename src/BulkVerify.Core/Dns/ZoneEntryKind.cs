namespace BulkVerify.Dns;

/// <summary>What one entry of a master file says.</summary>
public enum ZoneEntryKind : byte
{
    /// <summary>A resource record of a type that <see cref="DnsRecordType"/> knows.</summary>
    Record,
    /// <summary>A record of another type (SOA, NS, ...): all it says is that its owner exists.</summary>
    Exists,
    /// <summary>A question that ended without records: <c>;bulkverify nxdomain|nodata|servfail|timeout NAME TYPE</c>.</summary>
    Status,
    /// <summary>A name that does not exist, whatever the type: <c>;bulkverify nxdomain NAME</c>.</summary>
    NxDomainName,
    /// <summary>The CNAME targets through which the answer to one question came, where the file's CNAME records do not tell: <c>;bulkverify alias NAME TYPE TARGET...</c>.</summary>
    Aliases,
    /// <summary>What follows answers this question: <c>;bulkverify asked TIME NAME TYPE</c>.</summary>
    Asked,
}
