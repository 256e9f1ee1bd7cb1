using System.Globalization;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using Spectre.Console;

namespace BulkVerify.Cli.Terminal;

/// <summary>Then and now: what receivers wrote on arrival beside what comes out today, and why the two differ.</summary>
internal static class ThenView
{
    public static void Write(IAnsiConsole console, Summary summary)
    {
        WritePast(console, summary);
        WriteOffered(console, summary.Total.Then);
        ThenShares then = summary.Total.Then;
        if (then.DmarcSaid + then.SpfSaid + then.DkimSaid == 0)
            return;
        console.WriteLine();
        SummaryView.WriteWrapped(console, "then and now: what receivers wrote on arrival, and what comes out today", 0);
        WriteShares(console, "DMARC", then.DmarcPassShare, then.DmarcSaid, then.DmarcNowShare, then.DmarcJudgedNow);
        WriteShares(console, "SPF", then.SpfAlignedShare, then.SpfSaid, then.SpfNowShare, then.SpfJudgedNow);
        WriteShares(console, "DKIM", then.DkimAlignedShare, then.DkimSaid, then.DkimNowShare, then.DkimJudgedNow);
        foreach (SummaryCause reason in summary.ThenReasons)
        {
            SummaryExample? example = reason.Examples.FirstOrDefault();
            SummaryView.WriteWrapped(console, $"{SummaryView.Number(reason.Count),10}  {Words(reason.Text)}{(example is null ? "" : $"   {SafeText.Of($"{Path.GetFileName(example.Archive)}@{example.Offset}", 60)}")}", 12);
        }
    }

    /// <summary>Receivers whose word is there and was not asked for.</summary>
    private static void WriteOffered(IAnsiConsole console, ThenShares then)
    {
        if (then.OfferedBy.Count == 0)
            return;
        console.WriteLine();
        SummaryView.WriteWrapped(console, "verdicts of receivers that were not believed: a sender can write such fields, too", 0);
        foreach ((string id, long count) in then.OfferedBy)
            SummaryView.WriteLine(console, $"{SummaryView.Number(count),10}  {SafeText.Of(id, 60)}");
        SummaryView.WriteCommand(console, "            believe one of these, if you know it, with: ", $"verify --trust-authres {Invocation.Quote(SafeText.Of(then.OfferedBy[0].Key, 60))}", 12);
    }

    private static void WritePast(IAnsiConsole console, Summary summary)
    {
        if (summary.PastPasses.Count == 0)
            return;
        console.WriteLine();
        SummaryView.WriteWrapped(console, "signatures that passed by the rules of the day (before RFC 8301) and fail today, which counts", 0);
        foreach (SummaryCause reason in summary.PastPasses)
            SummaryView.WriteLine(console, $"{SummaryView.Number(reason.Count),10}  {(reason.Text == "RsaSha1" ? "rsa-sha1" : reason.Text == "KeyTooWeak" ? "key of less than 1024 bits" : SafeText.Of(reason.Text))}");
    }

    private static void WriteShares(IAnsiConsole console, string name, double? then, long said, double? now, long judged)
    {
        if (then is null)
            return;
        SummaryView.WriteLine(console, string.Create(CultureInfo.InvariantCulture,
            $"     {name,-5}  then {SummaryView.Percent(then.Value),6} of {said,-9:N0}  now {(now is null ? "cannot be judged" : $"{SummaryView.Percent(now.Value),6} of {judged:N0}")}"));
    }

    /// <summary>"DKIM KeyGone" in words.</summary>
    private static string Words(string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        return Enum.TryParse(text.AsSpan(space + 1), out ThenReason reason) ? $"{text[..space]}: {Words(reason)}" : SafeText.Of(text);
    }

    /// <summary>Each reason as a sentence about today.</summary>
    public static string Words(ThenReason reason) => reason switch
    {
        ThenReason.KeyGone => "the key is gone",
        ThenReason.KeyChanged => "another key stands at its name",
        ThenReason.BodyAltered => "the body was altered since",
        ThenReason.HeaderAltered => "a signed header was altered since",
        ThenReason.RecordGone => "the record is gone",
        ThenReason.RecordChanged => "the record was changed since",
        ThenReason.ReceiverRules => "the receiver went by other rules",
        ThenReason.NotJudged => "today it cannot be judged: not recorded, not asked, or a DNS error",
        ThenReason.Unknown => "nothing tells why",
        _ => "the same",
    };
}
