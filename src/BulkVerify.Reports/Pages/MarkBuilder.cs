using BulkVerify.Summaries;

namespace BulkVerify.Reports.Pages;

/// <summary>Requirements and advice as the report shows them. Pure.</summary>
internal static class MarkBuilder
{
    /// <summary>R1 to R4 of a stream, then what is advised beyond them.</summary>
    public static IReadOnlyList<ReportMark> Of(SummaryRow stream) =>
    [
        .. stream.Requirements.Select((r, i) => Mark(r.Name, Requirement.Titles[i], r.State, r.Met, r.Judged, Against(r))),
        .. stream.Advised.Select((r, i) => Advised(Mark("advised", Requirement.AdvisedTitles[i], r.State, r.Met, r.Judged, Against(r)))),
    ];

    /// <summary>R1 to R4 over all streams of a sender that are asked for them.</summary>
    public static IReadOnlyList<ReportMark> Of(IReadOnlyList<SummaryRow> streams)
    {
        var marks = new List<ReportMark>(Requirement.Titles.Count);
        for (int i = 0; i < Requirement.Titles.Count; i++)
        {
            Requirement[] asked = [.. streams.Where(s => s.Requirements.Count > i && s.Requirements[i].State != RequirementState.NotAsked).Select(s => s.Requirements[i])];
            long met = asked.Sum(r => r.Met), judged = asked.Sum(r => r.Judged);
            RequirementState state = asked.Length == 0 ? RequirementState.NotAsked : judged == 0 ? RequirementState.CannotTell
                : met == 0 ? RequirementState.NotMet : met == judged ? RequirementState.Met : RequirementState.Partly;
            marks.Add(Mark($"R{i + 1}", Requirement.Titles[i], state, met, judged, ""));
        }
        return marks;
    }

    /// <param name="named">True where the advice stands apart from its stream and says which it is for.</param>
    public static ReportAdvice Of(Advice advice, bool named) => new(
        !named ? "" : advice.Sender.Length == 0 ? advice.AuthorDomain : $"{advice.Sender} as {advice.AuthorDomain}", named ? advice.Text : Capitalized(advice.Text), [.. advice.Records.Select(r => $"{r.Name}  {r.Type}  {r.Value}")], advice.Placeholders,
        Advice.GainWords(advice), advice.Where, advice.Who, advice.Checks);

    /// <summary>Most advice is written to follow a name.</summary>
    private static string Capitalized(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Against(Requirement requirement) => requirement.State is RequirementState.Met or RequirementState.NotAsked ? "" : requirement.Decision;

    /// <summary>What is advised and not done is no fault.</summary>
    private static ReportMark Advised(ReportMark mark) => mark.Tone == "bad" ? mark with { Tone = "plain" } : mark;

    private static ReportMark Mark(string name, string what, RequirementState state, long met, long judged, string decision)
    {
        (string sign, string tone) = state switch
        {
            RequirementState.Met => ("\u2713", "good"),
            RequirementState.Partly => (Requirement.PercentOf(met, judged), met < Requirement.LowShare * judged ? "bad" : "plain"),
            RequirementState.NotMet => ("\u2715", "bad"),
            RequirementState.NotAsked => ("\u00b7", "none"),
            _ => ("?", "none"),
        };
        return new ReportMark(name, what, sign, state.ToWords(), tone, judged == 0 || state == RequirementState.NotAsked ? "" : $"{ReportText.Number(met)} of {ReportText.Number(judged)} ({ReportText.Share(met, judged)})", decision)
        {
            Share = judged == 0 || state == RequirementState.NotAsked ? null : (double)met / judged,
        };
    }
}
