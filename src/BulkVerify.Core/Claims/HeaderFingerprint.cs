namespace BulkVerify.Claims;

/// <summary>A header field that some service writes.</summary>
/// <param name="Owner">The service, as the catalog calls it.</param>
/// <param name="Name">Field name, as written by the service; compared in any case.</param>
/// <param name="Value">What the value must match; null when the name says enough.</param>
/// <param name="ReceiversWriteIt">True when gateways write the field on receipt too: then it says something of the origin only below the trust boundary.</param>
public sealed record HeaderFingerprint(string Owner, string Name, ValuePattern? Value, bool ReceiversWriteIt);
