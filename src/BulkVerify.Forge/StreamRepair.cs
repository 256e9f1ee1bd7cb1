namespace BulkVerify.Forge;

/// <summary>A fault that a stream is forged without: messages that truth.jsonl would give it are as they would have been with nothing wrong. All other mail stays the same.</summary>
/// <param name="Vendor">Id of the vendor; empty for the company's own servers.</param>
/// <param name="AuthorDomain">From domain of the company.</param>
/// <param name="Reasons">Reasons for which a signature by the company does not pass, as truth.jsonl names them; <see cref="NotSigned"/> where there is none; the domain for which SPF does not pass.</param>
public sealed record StreamRepair(string Vendor, string AuthorDomain, IReadOnlyList<string> Reasons)
{
    /// <summary>The reason of messages that the company did not sign.</summary>
    public const string NotSigned = "NotSigned";
}
