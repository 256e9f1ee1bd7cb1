using System.CommandLine;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>Options that choose among the rows of a run: the same words in every command that reads rows.</summary>
internal sealed class RowFilterOptions
{
    private readonly Option<bool> _distinct = new("--distinct") { Description = "Count copies of a message (same Message-ID and body) once." };
    private readonly Option<string?> _domain = new("--domain") { Description = "Only mail of this From domain.", HelpName = "DOMAIN" };
    private readonly Option<string?> _sender = new("--vendor", "--sender") { Description = "Only mail of this vendor (its id) or sender domain.", HelpName = "NAME" };
    private readonly Option<string?> _from = new("--from") { Description = "Only mail received on this day, in this month or year, or later (UTC).", HelpName = "DATE" };
    private readonly Option<string?> _to = new("--to") { Description = "Only mail received on this day, in this month or year, or earlier (UTC).", HelpName = "DATE" };
    private readonly Option<string[]> _where = new("--where")
    {
        Description = $"Only mail for which this holds; may be given several times: {RowCondition.Help}.",
        HelpName = "NAME=VALUE",
    };

    public void AddTo(Command command, bool withDomain = true)
    {
        if (withDomain)
            command.Options.Add(_domain);
        command.Options.Add(_sender);
        command.Options.Add(_from);
        command.Options.Add(_to);
        command.Options.Add(_where);
        command.Options.Add(_distinct);
    }

    /// <exception cref="UsageException">A value is not of its form.</exception>
    public RowFilter Read(ParseResult parsed, Option<string?>? domain = null) => new(
        NameText.Parse("--domain", parsed.GetValue(domain ?? _domain))?.Value, parsed.GetValue(_sender), parsed.GetValue(_distinct),
        RowFilter.StartOf("--from", parsed.GetValue(_from)), RowFilter.EndOf("--to", parsed.GetValue(_to)),
        [.. (parsed.GetValue(_where) ?? []).Select(w => RowCondition.TryParse(w) ?? throw new UsageException($"--where {w}: give {RowCondition.Help}."))]);
}
