using BulkVerify.Dns;

namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>What recovering the keys of a run came to.</summary>
/// <param name="Keys">One entry for each key, marked as recovered, with the messages that agree with it.</param>
/// <param name="Groups">Groups of at least two signatures.</param>
/// <param name="Searched">Groups that were searched to an end: less when it was stopped.</param>
/// <param name="TooSmall">Selectors whose key is gone and that have too few signatures.</param>
/// <param name="TooMany">Selectors beyond <see cref="RecoveryOptions.MaxGroups"/>.</param>
/// <param name="Warnings">Archives that could not be read again.</param>
/// <param name="Unsearched">Keys that were not searched, each with the reason: at most <see cref="RecoveryOptions.MaxNamed"/>.</param>
public sealed record RecoveryOutcome(IReadOnlyList<KeyringEntry> Keys, int Groups, int Searched, int TooSmall, int TooMany, IReadOnlyList<string> Warnings, IReadOnlyList<UnsearchedKey> Unsearched);
