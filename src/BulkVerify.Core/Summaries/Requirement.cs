using System.Globalization;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>One of the four requirements of an authenticated stream, or what is advised beside them, judged over its messages.</summary>
/// <param name="Name">R1 to R4; A3 and A4 for what is advised beyond R3 and R4.</param>
/// <param name="Met">Messages that meet it, of <paramref name="Judged"/>.</param>
/// <param name="Judged">Messages that can tell.</param>
/// <param name="Decision">The record, header or reason that decides: for most of the messages that do not meet it, where all meet it for most of them, and what leaves it open where no message can tell.</param>
public sealed record Requirement(string Name, RequirementState State, long Met, long Judged, string Decision)
{
    /// <summary>Texts kept of each state.</summary>
    public const int MaxEvidence = 3;

    /// <summary>Names of the four, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["R1", "R2", "R3", "R4"];

    /// <summary>What each requires, in order.</summary>
    public static IReadOnlyList<string> Titles { get; } =
    [
        "SPF authorizes the sending address",
        "MAIL FROM is aligned with From",
        "DKIM passes aligned, with a key of at least 1024 bits",
        "at least one of the two passes aligned",
    ];

    /// <summary>What is advised, in order.</summary>
    public static IReadOnlyList<string> AdvisedTitles { get; } = ["the DKIM key has at least 2048 bits, or is an Ed25519 key", "both SPF and DKIM pass aligned"];

    /// <summary>Below this share a requirement that is partly met is a fault to look into; from it on the rest is single messages. It sets colours only, no state.</summary>
    public const double LowShare = 0.9;

    /// <summary>Share of the messages that can tell; null when none can.</summary>
    public double? Share => Judged == 0 ? null : (double)Met / Judged;

    /// <summary>The state as at most two characters: + met, the percentage where it is partly met, - not met, ? cannot tell, . not asked.</summary>
    public string ToMark() => State switch
    {
        RequirementState.Met => "+",
        RequirementState.Partly => PercentOf(Met, Judged),
        RequirementState.NotMet => "-",
        RequirementState.NotAsked => ".",
        _ => "?",
    };

    /// <summary>Whole percent in two characters: what is not whole never reads as 100, what is not nothing never as 0.</summary>
    public static string PercentOf(long met, long judged) =>
        met * 100 < judged ? "<1" : Math.Min(99, Math.Round(100.0 * met / judged)).ToString(CultureInfo.InvariantCulture);

    /// <summary>What decides, for each state the commonest first.</summary>
    public IReadOnlyList<RequirementEvidence> Evidence { get; init; } = [];

    /// <summary>R1 to R4. Mail that is not meant to align is asked for none of them.</summary>
    internal static IReadOnlyList<Requirement> Of(StreamFacts facts, IntegrationMode mode) =>
    [
        Of("R1", facts.Authorized, mode), Of("R2", facts.Envelope, mode), Of("R3", facts.Signed, mode), Of("R4", facts.Either, mode),
    ];

    /// <summary>A3 and A4: of the mail that meets R3 and R4, how much does better.</summary>
    internal static IReadOnlyList<Requirement> AdvisedOf(StreamFacts facts, IntegrationMode mode) =>
    [
        Advised("A3", facts.Signed.Met - facts.ShortKeys, facts.Signed, mode, text => !IsShortKey(text)),
        Advised("A4", facts.Both, facts.Either, mode, text => text == RequirementRules.BothPass),
    ];

    /// <summary>"s1._domainkey.example.com, 1024 bits"; an Ed25519 key has 256.</summary>
    private static bool IsShortKey(string text) =>
        int.TryParse(text.AsSpan(text.LastIndexOf(',') + 1).TrimEnd(" bits"), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out int bits) && bits is >= RequirementRules.LeastKeyBits and < RequirementRules.AdvisedKeyBits;

    private static Requirement Of(string name, RequirementTally tally, IntegrationMode mode) => new(
        name, StateOf(tally.Met, tally.Judged, mode), tally.Met, tally.Judged, (tally.Judged == 0 ? tally.Open : tally.Met == tally.Judged ? tally.For : tally.Against).Commonest())
    {
        Evidence = [.. Texts(RequirementState.NotMet, tally.Against), .. Texts(RequirementState.CannotTell, tally.Open), .. Texts(RequirementState.Met, tally.For)],
    };

    /// <param name="holds">True for a text of <paramref name="basis"/> that does what is advised: where not all do, the commonest other one decides.</param>
    private static Requirement Advised(string name, long met, RequirementTally basis, IntegrationMode mode, Func<string, bool> holds)
    {
        met = Math.Max(0, met);
        string against = basis.For.ByCount().Select(t => t.Key).FirstOrDefault(t => !holds(t), "");
        return new(name, StateOf(met, basis.Met, mode), met, basis.Met, met == basis.Met ? basis.For.Commonest() : against) { Evidence = [.. Texts(RequirementState.Met, basis.For)] };
    }

    private static IEnumerable<RequirementEvidence> Texts(RequirementState state, KeptCounts counts) => counts.ByCount().Take(MaxEvidence).Select(c => new RequirementEvidence(state, c.Key, c.Value));

    private static RequirementState StateOf(long met, long judged, IntegrationMode mode) =>
        mode == IntegrationMode.NotIntegrated ? RequirementState.NotAsked
        : judged == 0 ? RequirementState.CannotTell
        : met == 0 ? RequirementState.NotMet
        : met == judged ? RequirementState.Met
        : RequirementState.Partly;
}
