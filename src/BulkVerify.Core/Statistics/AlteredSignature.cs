namespace BulkVerify.Statistics;

/// <summary>A signature of an <see cref="AlteredMessage"/>.</summary>
/// <param name="BodyHash">As <see cref="SignatureRow.BodyHash"/>.</param>
/// <param name="IsHeaderAltered">True when the body is as signed and the header is not.</param>
public sealed record AlteredSignature(string BodyHash, bool IsHeaderAltered);
