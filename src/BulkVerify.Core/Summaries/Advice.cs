using System.Globalization;

namespace BulkVerify.Summaries;

/// <summary>One thing to change for a stream; for a whole From domain, or several of its senders, the sender is empty.</summary>
/// <param name="Text">What to do, in plain words.</param>
/// <param name="Records">What to publish.</param>
/// <param name="Where">Page of the vendor that shows how; empty when not known.</param>
/// <param name="Gain">More messages of this run that pass. Proven, it is what judging the whole run again under the change comes to; projected, the failing messages of
/// the stream that it repairs and no earlier piece of advice for the stream does.</param>
/// <param name="IsProven">True when the mail was judged again with the records published; false for what was not, and for what a vendor's setting does to mail still to come.</param>
public sealed record Advice(string Sender, string AuthorDomain, string Text, IReadOnlyList<AdviceRecord> Records, string Where, long Gain, bool IsProven)
{
    public required AdviceKind Kind { get; init; }

    /// <summary>What it is for each sender, in text order, where one change does for several; empty otherwise.</summary>
    public IReadOnlyList<Advice> Parts { get; init; } = [];

    /// <summary>R1 to R3: the requirement that is met when it worked; empty for a policy.</summary>
    public string Requirement { get; init; } = "";

    /// <summary>True when publishing the records is all there is to do, so that stored mail can show the gain.</summary>
    public bool IsDnsChange { get; init; }

    /// <summary>Messages that a proof leaves open, as judging them under the change needs answers that the run does not have: the gain may be larger by as many.</summary>
    public long Undecided { get; init; }

    /// <summary>Who does it: the owner of the DNS, the admin of the vendor's account, or of one's own servers.</summary>
    public string Who { get; init; } = "";

    /// <summary>How to see that it worked, in order: a command that asks the DNS where the name is known, then what mail is to show.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>What stands for a value in the records, and where that value is shown; empty when the records are whole.</summary>
    public string Placeholders { get; init; } = "";

    /// <summary>The records as a zone file that <c>whatif --overlay</c> takes; empty when there are none or a part is to be filled in.</summary>
    public string Zone { get; init; } = "";

    /// <summary>What an SPF record comes to name by it; null for other advice.</summary>
    internal SpfChange? Spf { get; init; }

    /// <summary>See <see cref="ProvenBy"/>: the run has what it takes.</summary>
    public const string ByProving = "summary --prove";

    /// <summary>The gain as a share of the messages that do not pass for a reason of its kind, 0 to 1; null without a gain.</summary>
    public double? GainShare { get; init; }

    /// <summary>The messages that <see cref="GainShare"/> is taken over, in words.</summary>
    public string GainShareOf => Kind switch
    {
        AdviceKind.PublishPolicy or AdviceKind.MendPolicy => "of the mail without a policy",
        AdviceKind.PublishKey => "of what cannot be verified",
        _ => "of what fails",
    };

    /// <summary>Pieces for streams, where a record that counts for nobody is mended once for all senders that it fails.</summary>
    internal static IEnumerable<Advice> OncePerRecord(IReadOnlyList<Advice> all) =>
        all.Where(a => !a.MendsRecord).Concat(all.Where(a => a.MendsRecord).GroupBy(a => (a.AuthorDomain, a.Text)).Select(g => g.ToArray()).Select(same => same.Length == 1 ? same[0] : same[0] with
        {
            Sender = "",
            Parts = [.. same.OrderBy(a => a.Sender, StringComparer.Ordinal)],
            Where = "",
            // A proven gain is that of the change, whichever stream it was found for.
            Gain = same[0].IsProven ? same[0].Gain : same.Sum(a => a.Gain),
        }));

    private bool MendsRecord => Kind is AdviceKind.MendSpf or AdviceKind.ReduceLookups;

    /// <summary>How a gain that is projected becomes a proven one; empty where it is proven, or nothing can.</summary>
    public string ProvenBy { get; init; } = "";

    /// <summary>What is gained, in words for people.</summary>
    public static string GainWords(Advice advice)
    {
        string proven = advice.Undecided == 0 ? "(proven)" : $"(proven; {Count(advice.Undecided)} {(advice.Undecided == 1 ? "needs" : "need")} answers that the run does not have)";
        if (advice.Gain == 0)
            return advice.IsProven ? $"no more messages pass; those that do would by both mechanisms {proven}" : "no more messages pass; those that do would by both mechanisms";
        string gain = $"{(advice.Undecided == 0 ? "" : "at least ")}{Count(advice.Gain)} more {(advice.Gain == 1 ? "message passes" : "messages pass")}{(advice.GainShare is { } share ? $", {SummaryTableText.Percent(share)} {advice.GainShareOf}" : "")}";
        return advice switch
        {
            { IsProven: true } => $"{gain} {proven}",
            { ProvenBy.Length: > 0 } => $"{gain} (projected; provable with {advice.ProvenBy})",
            _ => $"{gain} (projected)",
        };
    }

    private static string Count(long messages) => messages.ToString("N0", CultureInfo.InvariantCulture);
}
