using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>One of the four requirements of an authenticated stream, judged over its messages.</summary>
/// <param name="Name">R1 to R4.</param>
/// <param name="Met">Messages that meet it, of <paramref name="Judged"/>.</param>
/// <param name="Judged">Messages that can tell.</param>
/// <param name="Decision">The record, header or reason that decides most of the messages that do not meet it, or leaves it open where no message can tell; empty when all meet it.</param>
public sealed record Requirement(string Name, RequirementState State, long Met, long Judged, string Decision)
{
    /// <summary>What each requires, in order.</summary>
    public static IReadOnlyList<string> Titles { get; } =
    [
        "SPF authorizes the sending address",
        "MAIL FROM is aligned with From",
        "DKIM passes aligned, with a key of at least 1024 bits",
        "at least one of the two passes aligned",
    ];

    /// <summary>R1 to R4. Mail that is not meant to align is asked for none of them.</summary>
    internal static IReadOnlyList<Requirement> Of(StreamFacts facts, IntegrationMode mode) =>
    [
        Of("R1", facts.Authorized, mode), Of("R2", facts.Envelope, mode), Of("R3", facts.Signed, mode), Of("R4", facts.Either, mode),
    ];

    private static Requirement Of(string name, RequirementTally tally, IntegrationMode mode) => new(
        name, mode == IntegrationMode.NotIntegrated ? RequirementState.NotAsked : StateOf(tally), tally.Met, tally.Judged, (tally.Judged == 0 ? tally.Open : tally.Against).Commonest());

    private static RequirementState StateOf(RequirementTally tally) =>
        tally.Judged == 0 ? RequirementState.CannotTell
        : tally.Met == 0 ? RequirementState.NotMet
        : tally.Met == tally.Judged ? RequirementState.Met
        : RequirementState.Partly;
}
