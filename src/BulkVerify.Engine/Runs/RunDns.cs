using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;

namespace BulkVerify.Engine.Runs;

/// <summary>The DNS of a run: where answers come from, and the book in the run folder that every used answer is written to.</summary>
public sealed class RunDns : IDisposable
{
    private readonly OverlayView? _overlay;

    private RunDns(FrozenAnswers answers, IDnsView below, DnsSource source, string provenance, IReadOnlyList<string> warnings, ZoneSource? overlay)
    {
        Answers = answers;
        _overlay = overlay is null ? null : new OverlayView(overlay.View, below);
        View = _overlay ?? below;
        Source = source;
        Provenance = overlay is null ? provenance : $"{provenance}; {overlay.View.RecordCount} changed {(overlay.View.RecordCount == 1 ? "record" : "records")} of {overlay.Files[0]} on top";
        Warnings = overlay is null ? warnings : [.. warnings, .. overlay.Errors.Select(e => e.ToString())];
    }

    /// <summary>What evaluators read.</summary>
    public IDnsView View { get; }

    /// <summary>The book; closed with this.</summary>
    public FrozenAnswers Answers { get; }

    public DnsSource Source { get; }

    /// <summary>In words for people.</summary>
    public string Provenance { get; }

    /// <summary>Lines of zone files that could not be read.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Opens the source and the run's book.</summary>
    /// <param name="bookFile">dns.zone of the run folder; null to keep answers in memory only.</param>
    /// <param name="time">Dates answers of zone files that do not say when they were asked.</param>
    /// <param name="overlayFile">Zone file whose records stand on top of the answers; null for none. The book holds the answers below it.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static RunDns Open(DnsSource source, string? bookFile, TimeProvider time, string? overlayFile = null)
    {
        ZoneSource? overlay = overlayFile is null ? null : ZoneSource.Load(overlayFile);
        var answers = new FrozenAnswers(bookFile is null ? null : AnswerLog.Open(bookFile));
        try
        {
            return source.Kind switch
            {
                DnsSourceKind.None => new RunDns(answers, NoDnsView.Instance, source, "none: only what needs no DNS was judged", [], overlay),
                DnsSourceKind.Files => OpenZone(answers, source, time, overlay),
                _ => new RunDns(answers, answers, source, source.Kind == DnsSourceKind.System ? "live, the resolvers of this machine" : $"live, {string.Join(", ", source.Servers)}", [], overlay),
            };
        }
        catch
        {
            answers.Dispose();
            throw;
        }
    }

    /// <summary>The questions to ask so that <see cref="View"/> can answer these: where the overlay's CNAME leads elsewhere, those about its target.</summary>
    public DnsQuestion[] ToAsk(DnsQuestion[] missing) => _overlay is null ? missing : [.. missing.Select(q => _overlay.Missing(q)).Distinct()];

    public void Dispose() => Answers.Dispose();

    private static RunDns OpenZone(FrozenAnswers answers, DnsSource source, TimeProvider time, ZoneSource? overlay)
    {
        ZoneSource zone = ZoneSource.Load(source.Path!);
        // What the files say of an error was asked when they were made, and will not be asked again.
        answers.BeginLastPass();
        string kind = zone.View.IsPartial ? "recorded snapshot" : "closed zone";
        return new RunDns(
            answers, new BookedView(answers, zone.View, time.GetUtcNow()), source,
            $"{source.Path} (offline, {kind}, {zone.View.RecordCount} records)", [.. zone.Errors.Select(e => e.ToString())], overlay);
    }

    /// <summary>Answers from a zone, each written into the book when it is first used, with the time that the zone says for it.</summary>
    private sealed class BookedView(FrozenAnswers answers, ZoneView zone, DateTimeOffset opened) : IDnsView
    {
        public DnsAnswer? Find(in DnsQuestion question)
        {
            if (answers.Find(question) is { } known)
                return known;
            DnsAnswer answer = zone.Find(question);
            // What a snapshot does not hold was never asked: there is no answer to keep.
            if (answer.IsUnknown)
                return answer;
            // Where a chain leads has a date of its own, whichever of the names that lead there is used first.
            if (answer.Aliases.Count > 0 && question.Type != DnsRecordType.Cname)
                Find(new DnsQuestion(answer.Aliases[0], question.Type));
            return answers.Add(question, answer, zone.AskedAt(question) ?? opened);
        }
    }
}
