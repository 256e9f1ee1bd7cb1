using System.Globalization;

namespace BulkVerify.Summaries;

/// <summary>The streams of a summary as CSV (RFC 4180 with LF), safe to open in a spreadsheet.</summary>
public static class SummaryCsv
{
    private const string Header =
        "sender,author_domain,messages,pass,fail,dmarc_pass_share,spf_aligned_share,dkim_aligned_share,both_aligned_share,min_key_bits,max_key_bits," +
        "cause,cause_count,no_record,dns_error,unverifiable,indirect,never_received,first,last,mode,r1,r2,r3,r4,then_dmarc_pass_share,then_spf_aligned_share,then_dkim_aligned_share," +
        "r1_share,r2_share,r3_share,r4_share";

    public static void Write(Summary summary, Stream to)
    {
        using var writer = new StreamWriter(to, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(Header);
        foreach (SummaryRow row in summary.Streams)
            writer.WriteLine(string.Join(',', Cells(row)));
    }

    private static IEnumerable<string> Cells(SummaryRow row) =>
    [
        CsvText.Cell(row.Sender), CsvText.Cell(row.AuthorDomain), Number(row.Messages), Number(row.Pass), Number(row.Fail),
        Share(row.DmarcPassShare), Share(row.SpfAlignedShare), Share(row.DkimAlignedShare), Share(row.BothAlignedShare),
        Number(row.MinKeyBits), Number(row.MaxKeyBits), CsvText.Cell(row.Cause?.Text ?? ""), Number(row.Cause?.Count ?? 0),
        Number(row.KeptOut.NoRecord), Number(row.KeptOut.DnsError), Number(row.KeptOut.Unverifiable), Number(row.KeptOut.Indirect),
        Number(row.KeptOut.NeverReceived), Time(row.First), Time(row.Last),
        row.Integration?.Words ?? "", .. row.Requirements.Select(r => r.State.ToWords()),
        Share(row.Then.DmarcPassShare), Share(row.Then.SpfAlignedShare), Share(row.Then.DkimAlignedShare),
        .. row.Requirements.Select(r => Share(r.Share)),
    ];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Share(double? share) => share?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private static string Time(long? seconds) => CsvText.Time(seconds);
}
