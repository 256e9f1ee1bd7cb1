using BulkVerify.Engine.Runs;
using BulkVerify.Summaries;

namespace BulkVerify.Engine;

/// <summary>What decides the rows of a run. Two runs with equal options over equal input and DNS give equal rows; what only decides how fast
/// they come is in <see cref="EngineOptions"/>. Serialized into run.json.</summary>
public sealed record VerifyOptions
{
    /// <summary>Paths as the user named them; "-" is standard input.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Where answers come from: a master file or folder, "live", HOST:PORT[,HOST:PORT], or "none".</summary>
    public required string Dns { get; init; }

    /// <summary>Zone file whose records stand on top of the answers; null for none.</summary>
    public string? OverlayFile { get; init; }

    /// <summary>File that gets every answer of the run, with its time; null for none. Decides no row.</summary>
    public string? RecordFile { get; init; }

    /// <summary>First second of the period that is judged, by receipt time, in seconds of the Unix epoch; null for no bound.</summary>
    public long? Since { get; init; }

    /// <summary>First second after the period; null for no bound.</summary>
    public long? Until { get; init; }

    /// <summary>One message in so many is judged, chosen by the hash of its place; 1 for all.</summary>
    public int Sample { get; init; } = 1;

    public DmarcRuleChoice Rules { get; init; } = DmarcRuleChoice.Rfc9989;

    /// <summary>auto, o, rd, cl or cl2.</summary>
    public string Mbox { get; init; } = "auto";

    /// <summary>auto, strict or loose.</summary>
    public string Separators { get; init; } = "auto";

    /// <summary>Largest message in bytes; larger ones are counted as refused.</summary>
    public long MaxMessageBytes { get; init; } = 64L << 20;

    /// <summary>Names and CIDRs of one's own hosts that receive: the trust boundary is where mail came in to them.</summary>
    public IReadOnlyList<string> Relays { get; init; } = [];

    /// <summary>Names and CIDRs of one's own hosts that send out what others hand to them. They decide no boundary.</summary>
    public IReadOnlyList<string> OutboundRelays { get; init; } = [];

    /// <summary>authserv-ids, or domains above them, whose Authentication-Results and Received-SPF are believed.</summary>
    public IReadOnlyList<string> TrustedAuthservIds { get; init; } = [];

    /// <summary>"receipt", "now", or a date: the time at which x= is judged.</summary>
    public string AsOf { get; init; } = "receipt";

    /// <summary>"current", "receipt" for the day on which each message was received, or a date: whose rules for algorithms and keys give a second verdict beside today's.</summary>
    public string PolicyDate { get; init; } = "current";

    /// <summary>Keyring files with keys that the DNS no longer has; empty for none.</summary>
    public IReadOnlyList<string> KeyFiles { get; init; } = [];

    /// <summary>File of public suffix rules that supersedes the embedded ones; null for those.</summary>
    public string? PublicSuffixFile { get; init; }

    /// <summary>File of vendors that adds to or overrides the embedded catalog; null for none.</summary>
    public string? VendorsFile { get; init; }

    /// <summary>Keep the digests, so that the mail can be judged again under other records without its archives. Decides no row.</summary>
    public bool KeepDigests { get; init; }

    /// <summary>Organizational domains that are ours; empty to infer them. Decides no row, only what summaries say unless they are told otherwise.</summary>
    public IReadOnlyList<string> Organizations { get; init; } = [];

    /// <summary>How vendors are meant to work, "vendor=mode" or "vendor:domain=mode". Decides no row, only what summaries say unless they are told otherwise.</summary>
    public IReadOnlyList<string> Intents { get; init; } = [];

    /// <summary>Streams that summaries tell apart; all others are counted together. Decides no row, only what summaries say unless they are told otherwise.</summary>
    public int MaxStreams { get; init; } = SummaryContext.DefaultMaxStreams;

    /// <summary>The same options, with files that were named in another directory where this process reaches them.</summary>
    internal VerifyOptions From(RunDirectory directory) => this with
    {
        Paths = [.. Paths.Select(directory.Resolve)],
        Dns = directory.Resolve(Dns),
        OverlayFile = Resolve(OverlayFile, directory),
        RecordFile = Resolve(RecordFile, directory),
        KeyFiles = [.. KeyFiles.Select(directory.Resolve)],
        PublicSuffixFile = Resolve(PublicSuffixFile, directory),
        VendorsFile = Resolve(VendorsFile, directory),
    };

    private static string? Resolve(string? file, RunDirectory directory) => file is null ? null : directory.Resolve(file);
}
