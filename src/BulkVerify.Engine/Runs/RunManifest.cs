namespace BulkVerify.Engine.Runs;

/// <summary>run.json: what a run is. Holds nothing that differs between two runs over the same input with the same options, but its place and its times.</summary>
public sealed record RunManifest
{
    /// <summary>Version of the folder's layout; another one is refused.</summary>
    public const int CurrentFormat = 3;

    public int Format { get; init; } = CurrentFormat;

    public RunState State { get; init; }

    /// <summary>Version of the program that made the run.</summary>
    public string ProgramVersion { get; init; } = "";

    public required VerifyOptions Options { get; init; }

    /// <summary>SHA-256 over <see cref="Options"/>, hex: an unfinished run goes on only under the same options.</summary>
    public string OptionsHash { get; init; } = "";

    /// <summary>Where the run was begun: what the relative paths of <see cref="Options"/> and of the plan are relative to. Decides no row.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Where answers come from, in words for people.</summary>
    public string DnsProvenance { get; init; } = "";

    /// <summary>Date of the public suffix rules, ISO 8601; empty when their list does not say.</summary>
    public string PublicSuffixDate { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>That of plan.json; null before the run is planned.</summary>
    public FileChecksum? Plan { get; init; }

    /// <summary>That of dns.zone as it was when the program last ended in order; null before.</summary>
    public FileChecksum? Answers { get; init; }

    /// <summary>That of overlay.zone; null without one.</summary>
    public FileChecksum? Overlay { get; init; }

    /// <summary>XXH128 over all of this but itself, hex.</summary>
    public string Checksum { get; init; } = "";
}
