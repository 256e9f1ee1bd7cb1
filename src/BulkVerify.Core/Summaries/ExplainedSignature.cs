namespace BulkVerify.Summaries;

/// <summary>One DKIM signature.</summary>
/// <param name="C">Canonicalization, header/body.</param>
/// <param name="Section">Section of the standard that decides.</param>
/// <param name="KeyName">Where the key record stands.</param>
/// <param name="BodyHash">bh= as written, base64.</param>
/// <param name="ComputedBodyHash">Hash of the body at hand, base64; empty when it was not needed.</param>
/// <param name="HeaderHash">Hash of the signed headers, base64.</param>
/// <param name="BodyLength">l=; null without.</param>
/// <param name="UnsignedBytes">Canonical octets of the body that l= leaves out.</param>
/// <param name="SignedAt">t=; empty without.</param>
/// <param name="ExpiresAt">x=; empty without.</param>
/// <param name="DuplicatesUnsigned">From or Subject occurs more often than h= covers (RFC 6376 §8.15).</param>
public sealed record ExplainedSignature(
    string D, string S, string A, string C, string Result, string Reason, string Section, bool Aligned, int Bits, string KeyName, string KeyFrom, bool Testing,
    string BodyHash, string ComputedBodyHash, bool BodyHashMatches, string HeaderHash, long? BodyLength, long UnsignedBytes, string SignedAt, string ExpiresAt, bool DuplicatesUnsigned)
{
    /// <summary>What the DNS has at <see cref="KeyName"/>; empty when it has nothing, or was not asked.</summary>
    public IReadOnlyList<ExplainedKeyRecord> KeyRecords { get; init; } = [];

    /// <summary>What the receiver said of this signature on arrival; empty when it did not name it.</summary>
    public string Then { get; init; } = "";

    /// <summary>Result by the rules of another day, where it is another one; empty otherwise.</summary>
    public string PastResult { get; init; } = "";

    public string PastReason { get; init; } = "";
}
