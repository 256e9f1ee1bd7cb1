namespace BulkVerify.Senders;

/// <summary>A public key found under the domains of several unrelated customers of one vendor.</summary>
/// <param name="Selector">Where it is published.</param>
/// <param name="Bits">Size of the modulus.</param>
/// <param name="Sha256">SHA-256 of the decoded p= value, 64 lower-case hexadecimal digits.</param>
public sealed record SharedKey(string Selector, int Bits, string Sha256);
