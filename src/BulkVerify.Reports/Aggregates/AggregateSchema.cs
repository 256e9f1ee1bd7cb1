namespace BulkVerify.Reports.Aggregates;

/// <summary>Form of aggregate reports.</summary>
public enum AggregateSchema : byte
{
    /// <summary>RFC 9990 Appendix A, namespace urn:ietf:params:xml:ns:dmarc-2.0.</summary>
    Rfc9990,
    /// <summary>RFC 7489 Appendix C, without namespace, as receivers of the old form write and read it.</summary>
    Rfc7489,
}
