using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;

namespace BulkVerify.Engine.Runs;

/// <summary>The DNS of a run: where answers come from, and the book in the run folder that every used answer is written to.</summary>
public sealed class RunDns : IDisposable
{
    private readonly FrozenAnswers _answers;

    private RunDns(FrozenAnswers answers, IDnsView view, DnsSource source, string provenance, IReadOnlyList<string> warnings)
    {
        _answers = answers;
        View = view;
        Source = source;
        Provenance = provenance;
        Warnings = warnings;
    }

    /// <summary>What evaluators read.</summary>
    public IDnsView View { get; }

    public FrozenAnswers Answers => _answers;

    public DnsSource Source { get; }

    /// <summary>In words for people.</summary>
    public string Provenance { get; }

    /// <summary>Lines of zone files that could not be read.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Opens the source and the run's book.</summary>
    /// <param name="bookFile">dns.zone of the run folder; null to keep answers in memory only.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static RunDns Open(DnsSource source, string? bookFile, TimeProvider time)
    {
        var answers = new FrozenAnswers(bookFile is null ? null : AnswerLog.Open(bookFile));
        try
        {
            return source.Kind switch
            {
                DnsSourceKind.None => new RunDns(answers, NoDnsView.Instance, source, "none: only what needs no DNS was judged", []),
                DnsSourceKind.Files => OpenZone(answers, source, time),
                _ => new RunDns(answers, answers, source, source.Kind == DnsSourceKind.System ? "live, the resolvers of this machine" : $"live, {string.Join(", ", source.Servers)}", []),
            };
        }
        catch
        {
            answers.Dispose();
            throw;
        }
    }

    public void Dispose() => _answers.Dispose();

    private static RunDns OpenZone(FrozenAnswers answers, DnsSource source, TimeProvider time)
    {
        ZoneSource zone = ZoneSource.Load(source.Path!);
        string kind = zone.View.IsPartial ? "recorded snapshot" : "closed zone";
        return new RunDns(
            answers, new BookedView(answers, zone.View, zone.View.FirstAsked ?? time.GetUtcNow()), source,
            $"{source.Path} (offline, {kind}, {zone.View.RecordCount} records)", [.. zone.Errors.Select(e => e.ToString())]);
    }

    /// <summary>Answers from a zone, each written into the book when it is first used.</summary>
    private sealed class BookedView(FrozenAnswers answers, ZoneView zone, DateTimeOffset asked) : IDnsView
    {
        public DnsAnswer? Find(in DnsQuestion question)
        {
            if (answers.Find(question) is { } known)
                return known;
            DnsAnswer answer = zone.Find(question);
            // What a snapshot does not hold was never asked: there is no answer to keep.
            return answer.IsUnknown ? answer : answers.Add(question, answer, asked);
        }
    }
}
