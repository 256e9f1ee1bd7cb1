namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>What searching one group came to.</summary>
/// <param name="Bits">Length of its signatures in bits: that of the key.</param>
/// <param name="Signatures">Signatures of the group.</param>
/// <param name="Intact">Those whose body is as it was signed.</param>
/// <param name="Keys">Keys found: none, one, or several when the selector changed its key.</param>
/// <param name="Attempts">Pivots that were tried.</param>
/// <param name="Elapsed">Time on the clock.</param>
/// <param name="PeakBytes">Most memory that its numbers took.</param>
public sealed record GroupResult(DomainName Domain, DomainName Selector, int Bits, long Signatures, long Intact, int Keys, int Attempts, TimeSpan Elapsed, long PeakBytes);
