namespace BulkVerify.Summaries;

/// <summary>What judging the mail again under a change of records came to.</summary>
/// <param name="Gain">Messages that pass more than before; negative where more are lost.</param>
/// <param name="Improved">Messages where a mechanism passes aligned that did not, whether or not they passed without it.</param>
/// <param name="Undecided">Messages that need answers under the change which the run does not have: the gain may be larger by as many.</param>
public sealed record ChangeProof(long Gain, long Improved, long Undecided = 0);
