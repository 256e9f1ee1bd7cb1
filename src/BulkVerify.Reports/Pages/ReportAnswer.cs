using BulkVerify.Statistics;

namespace BulkVerify.Reports.Pages;

/// <summary>The sentences and numbers at the top of the report.</summary>
internal static class ReportAnswer
{
    private const int MaxNamed = 3;

    /// <summary>What share of the mail authenticates, and who makes up the rest.</summary>
    public static string Sentence(StreamTally total, IReadOnlyList<ReportSender> senders)
    {
        long pass = total[Assessment.Pass], fail = total[Assessment.Fail];
        if (total.Messages == 0)
            return "There are no messages in this run.";
        if (pass + fail == 0)
            return $"Of none of the messages could it be judged whether they pass DMARC; the reasons are at the end.{(total.DkimAssessed > 0 ? $" {ReportText.Share(total.DkimAligned, total.DkimAssessed)} of those whose signatures can be judged are signed as their From domain." : "")}";
        string share = $"{ReportText.Share(pass, pass + fail)} of the mail that can be judged authenticates as its From domain.";
        if (fail == 0)
            return share;
        ReportSender[] failing = [.. senders.Where(s => s.Rates.Fail > 0).OrderByDescending(s => s.Rates.Fail).ThenBy(s => s.Name, StringComparer.Ordinal)];
        if (failing.Length == 1)
            return $"{share} All that fails comes from {ReportText.Foreign(failing[0].Name)}.";
        ReportSender[] named = [.. failing.Take(MaxNamed)];
        string names = string.Join(", ", named.SkipLast(1).Select(n => ReportText.Foreign(n.Name))) + " and " + ReportText.Foreign(named[^1].Name);
        string part = ReportText.Share(named.Sum(n => n.Rates.Fail), fail);
        return named.Length == failing.Length
            ? $"{share} All that fails comes from {names}."
            : $"{share} Of what fails, {part} comes from {names}; the rest from {ReportText.Number(failing.Length - named.Length)} other {(failing.Length - named.Length == 1 ? "sender" : "senders")}.";
    }

    public static IReadOnlyList<ReportNumber> Numbers(StreamTally total, int senders, bool areMore)
    {
        long pass = total[Assessment.Pass], fail = total[Assessment.Fail], apart = total.Messages - total.Rated;
        return
        [
            new ReportNumber(ReportText.Share(pass, pass + fail), "pass DMARC", $"{ReportText.Number(pass)} of {ReportText.Number(pass + fail)} messages that can be judged", fail == 0 && pass > 0 ? "good" : "plain"),
            new ReportNumber(ReportText.Number(fail), fail == 1 ? "message fails" : "messages fail", "neither SPF nor DKIM authenticates the From domain", fail > 0 ? "bad" : pass > 0 ? "good" : "plain"),
            new ReportNumber($"{ReportText.Number(senders)}{(areMore ? "+" : "")}", senders == 1 ? "sender" : "senders", areMore ? "services, domains and address blocks with the most mail; those of few messages are counted together" : "services, domains and address blocks that the mail comes from", "plain"),
            new ReportNumber(ReportText.Number(apart), "kept apart", $"of {ReportText.Number(total.Messages)} messages: outside the rates, reasons below", "plain"),
        ];
    }

    /// <summary>What indirect mail came through, most first: "a mailing list (25), an ARC chain that passes (4)".</summary>
    private static string Ways(StreamTally tally) => string.Join(", ", tally.IndirectBy.ByCount().Select(w =>
        $"{w.Key switch { "mailing-list" => "a mailing list", "forwarded" => "a forwarder", "arc" => "an ARC chain that passes", _ => w.Key }} ({ReportText.Number(w.Value)})"));

    /// <summary>Counts that no rate is taken over, by reason.</summary>
    public static IReadOnlyList<ReportBar> Apart(StreamTally tally)
    {
        (Assessment Assessment, string Text)[] reasons =
        [
            (Assessment.Indirect, $"indirect: {Ways(tally)} explains the failure"),
            (Assessment.Unverifiable, "unverifiable: the key or the record is no longer known, or was not asked for"),
            (Assessment.NoRecord, "no DMARC record applies to the From domain"),
            (Assessment.DnsError, "DNS errors while judging"),
            (Assessment.NeverReceived, "never received: sent copies and drafts"),
        ];
        return [.. reasons.Where(r => tally[r.Assessment] > 0).Select(r => new ReportBar(r.Text, ReportText.Number(tally[r.Assessment]), ReportText.Width(tally[r.Assessment], tally.Messages)))];
    }
}
