namespace BulkVerify.Claims;

/// <summary>What a receiver said of one DKIM signature. Texts are empty where it did not say them.</summary>
/// <param name="Result">The receiver's word.</param>
/// <param name="Domain">header.d, or the domain of header.i.</param>
/// <param name="Selector">header.s.</param>
/// <param name="SignaturePrefix">header.b: the first characters of b= (RFC 6008 §4).</param>
public readonly record struct RecordedSignature(AuthResult Result, DomainName? Domain, string Selector, string SignaturePrefix);
