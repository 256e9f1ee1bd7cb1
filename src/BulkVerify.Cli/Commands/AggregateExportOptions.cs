using System.CommandLine;
using BulkVerify.Cli.Terminal;
using BulkVerify.Dns;
using BulkVerify.Engine.Runs;
using BulkVerify.Reports.Aggregates;
using BulkVerify.Reports.Queries;

namespace BulkVerify.Cli.Commands;

/// <summary>The options of export --format dmarc-xml, and what they make.</summary>
internal sealed class AggregateExportOptions
{
    private readonly Option<string?> _out = new("--out") { Description = "File to write the rows to; dmarc-xml: folder for the reports, one file per policy domain and period. Default: standard output.", HelpName = "FILE|DIR" };
    private readonly Option<string> _schema = new("--schema") { Description = "dmarc-xml: rfc9990 or rfc7489.", DefaultValueFactory = _ => "rfc9990" };
    private readonly Option<string> _period = new("--period") { Description = "dmarc-xml: time that one report covers: run, month or day.", DefaultValueFactory = _ => "run" };
    private readonly Option<string?> _domain = new("--domain") { Description = "Only mail of this From domain; dmarc-xml: only the report of this policy domain.", HelpName = "DOMAIN" };
    private readonly Option<string> _orgName = new("--org-name") { Description = "dmarc-xml: who reports.", DefaultValueFactory = _ => "BulkVerify", HelpName = "NAME" };
    private readonly Option<string> _email = new("--email") { Description = "dmarc-xml: address of who reports; its domain is in file names and report ids.", DefaultValueFactory = _ => "nobody@bulkverify.invalid", HelpName = "ADDRESS" };

    /// <summary>From domain, or policy domain of a report.</summary>
    public Option<string?> Domain => _domain;

    public void AddTo(Command command)
    {
        _schema.AcceptOnlyFromAmong("rfc9990", "rfc7489");
        _period.AcceptOnlyFromAmong("run", "month", "day");
        foreach (Option option in (Option[])[_out, _schema, _period, _domain, _orgName, _email])
            command.Add(option);
    }

    /// <summary>The file that rows go to; null for standard output.</summary>
    /// <exception cref="UsageException">An option of reports is given for rows.</exception>
    public string? RowsFile(ParseResult parsed)
    {
        foreach (Option option in (Option[])[_schema, _period, _orgName, _email])
        {
            if (parsed.GetResult(option) is { Implicit: false } given)
                throw new UsageException($"{option.Name}{string.Concat(given.Tokens.Select(t => $" {t.Value}"))}: belongs to --format dmarc-xml; rows do not take it.");
        }
        return parsed.GetValue(_out);
    }

    public int Export(RunReader reader, ParseResult parsed, CancellationToken cancellation)
    {
        string email = parsed.GetValue(_email)!;
        if (email.LastIndexOf('@') is var at && (at < 1 || DomainName.TryParse(email.AsSpan(at + 1)) is null))
            throw new UsageException($"--email {email}: give an address such as dmarc@example.com.");
        var options = new AggregateOptions
        {
            Schema = Enum.Parse<AggregateSchema>(parsed.GetValue(_schema)!, ignoreCase: true),
            Period = Enum.Parse<AggregatePeriod>(parsed.GetValue(_period)!, ignoreCase: true),
            OrganizationName = parsed.GetValue(_orgName)!,
            Email = email,
            PolicyDomain = NameText.Parse("--domain", parsed.GetValue(_domain))?.Value,
            RunId = reader.Manifest.OptionsHash.ToLowerInvariant()[..8],
            Generator = $"BulkVerify {reader.Manifest.ProgramVersion}",
        };
        string[] files = RunAccess.RowFiles(reader);
        var bounds = new QueryOptions { SpillFolder = RunAccess.SpillFolder(reader) };
        try
        {
            return Write(reader, files, options, bounds, parsed.GetValue(_out), cancellation);
        }
        catch (QueryException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static int Write(RunReader reader, string[] files, AggregateOptions options, QueryOptions bounds, string? folder, CancellationToken cancellation)
    {
        if (folder is null && options.PolicyDomain is null && AggregateExport.PolicyDomains(files, bounds, cancellation) is { Count: > 1 } domains)
            throw new UsageException($"the run has {domains.Count} policy domains, and each has a report of its own: name a folder with --out DIR, or one of them with --domain ({string.Join(", ", domains.Take(5).Select(d => SafeText.Of(d)))}{(domains.Count > 5 ? ", ..." : "")}).");
        if (folder is null && options.Period != AggregatePeriod.Run)
            throw new UsageException("--period month and day make several reports: name a folder with --out DIR.");
        if (folder is not null)
            Directory.CreateDirectory(folder);
        string receiver = AggregateExport.Receiver(options.Email);
        IDnsView dns = reader.ReadZone();
        using var made = new ReportFiles(folder);
        int reports = AggregateExport.Write(files, dns, options, bounds, head => made.Open(head.FileName(receiver)), cancellation);
        made.Complete();
        if (reports == 0 && options.PolicyDomain is { } missing)
            throw new UsageException($"--domain {missing}: no message of the run falls under its policy; --out DIR without --domain writes the reports of all policy domains.");
        if (folder is not null)
            SummaryView.WriteLine(Screen.Error, $"{SummaryView.Count(reports, "report", "reports")} in {SafeText.Of(folder)}");
        foreach ((string why, long count) in AggregateExport.CountLeftOut(files, bounds, cancellation))
            SummaryView.WriteLine(Screen.Error, $"{SummaryView.Count(count, "message", "messages")} of the run {(count == 1 ? "is" : "are")} in no report: {why}");
        return ExitCode.Done;
    }
}
