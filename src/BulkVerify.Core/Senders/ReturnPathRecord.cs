namespace BulkVerify.Senders;

/// <summary>A record that a customer publishes so that MAIL FROM lies under its domain.</summary>
/// <param name="Type">CNAME or MX.</param>
/// <param name="Name">Owner name, placeholders possible.</param>
/// <param name="Target">Where it leads, placeholders possible.</param>
/// <param name="Include">What the SPF record includes that stands beside an MX record; empty for a CNAME, which brings the vendor's.</param>
public sealed record ReturnPathRecord(string Type, string Name, string Target, string Include = "");
