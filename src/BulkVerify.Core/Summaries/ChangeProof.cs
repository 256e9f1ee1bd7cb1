namespace BulkVerify.Summaries;

/// <summary>What judging the mail again under a change of records came to.</summary>
/// <param name="Gain">Messages that pass more than before; negative where more are lost.</param>
/// <param name="Improved">Messages where a mechanism passes aligned that did not, whether or not they passed without it.</param>
public sealed record ChangeProof(long Gain, long Improved);
