using System.CommandLine;
using BulkVerify.Engine;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>What is yours, how it is meant to work, and how much of it is told apart: taken by each command that summarizes a run, in place of what the run was given.</summary>
internal sealed class OursOptions
{
    public Option<string[]> Organizations { get; } = new("--organization")
    {
        Description = "Domains that are yours: mail in their name is, and mail of others that has them in Reply-To or the display name. Without it every From domain that is no vendor's own counts as yours.",
        HelpName = "DOMAIN,...",
    };

    public Option<string[]> Intents { get; } = new("--intent")
    {
        Description = "How vendors are meant to work, such as xero=not-integrated or zendesk:example.com=internal: what works another way is listed.",
        HelpName = "VENDOR=MODE,...",
    };

    public NumberOption MaxStreams { get; } = new(
        "--max-streams",
        $"Streams (sender and From domain) told apart, those with the most messages; the rest is counted in lines named {StreamKey.Others}, one for each vendor. Default: {SummaryContext.DefaultMaxStreams}. Memory grows with it.",
        least: 1);

    public IEnumerable<Option> All => [Organizations, Intents, MaxStreams];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Add(option);
    }

    /// <summary>Which mail of the run is yours, whatever part of it is asked for.</summary>
    public static async Task<OurStreams> StreamsAsync(RunReader reader, SummaryContext context, CancellationToken cancellation) => context.InfersOrganizations
        ? OurStreams.All
        : OurStreams.Of(Summary.From(await RunSummaries.StatisticsAsync(reader, context, cancellation).ConfigureAwait(false), [], context), context);

    /// <summary>The options of the run, with what is given here in place of its own.</summary>
    /// <exception cref="OptionException">A value is not of its form.</exception>
    public VerifyOptions Read(ParseResult parsed, RunReader reader) => Read(parsed, reader.Options);

    /// <inheritdoc cref="Read(ParseResult, RunReader)"/>
    public VerifyOptions Read(ParseResult parsed, VerifyOptions options)
    {
        string[] organizations = JudgingOptions.List(parsed.GetValue(Organizations)), intents = JudgingOptions.List(parsed.GetValue(Intents));
        if (parsed.GetValue(MaxStreams) is { } streams)
            options = options with { MaxStreams = streams };
        options = options with { Organizations = organizations.Length == 0 ? options.Organizations : organizations, Intents = intents.Length == 0 ? options.Intents : intents };
        OptionValues.CheckOurs(options);
        return options;
    }
}
