using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BulkVerify.Archives;
using BulkVerify.Dns;
using BulkVerify.Reports.Rows;

namespace BulkVerify.Engine.Runs;

/// <summary>Names of the things in a run folder, and its manifest. The folder is readable by its owner only: it holds addresses from mail.</summary>
public sealed class RunFolder(string path)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        TypeInfoResolver = JsonTypeInfoResolver.Combine(RunJson.Default, new DefaultJsonTypeInfoResolver()),
    };

    /// <summary>The file that makes a folder that of a run.</summary>
    public const string ManifestName = "run.json";

    internal const string RowsName = "rows.parquet";

    internal const string FaultsName = "faults.jsonl";

    internal const string LeftOutName = "left-out.json";

    internal const string VerdictsName = "verdicts";

    /// <summary>Ends the name of a split's folder while it is made.</summary>
    internal const string AsideSuffix = ".tmp";

    /// <summary>Ends the name of a split's folder that another one takes the place of.</summary>
    internal const string ReplacedSuffix = ".old";

    public string Root { get; } = System.IO.Path.GetFullPath(path);

    public string ManifestFile => In(ManifestName);

    public string PlanFile => In("plan.json");

    public string DnsFile => In("dns.zone");

    /// <summary>Copy of the overlay that the run was judged under; there is none without.</summary>
    public string OverlayFile => In("overlay.zone");

    public string FaultsFile => In(FaultsName);

    public string SummaryJson => In("summary.json");

    public string SummaryCsv => In("summary.csv");

    public string ReportFile => In("report.html");

    /// <summary>What changes of records gain; see <see cref="WhatIf.ProofFile"/>.</summary>
    public string ProofsFile => In("proofs.json");

    public string TelemetryFile => In("telemetry.json");

    /// <summary>Statistics of all committed splits; only there while they equal the rows.</summary>
    public string StatisticsFile => In("statistics.bin");

    /// <summary>How files begin where a process puts groups of statistics that do not fit in memory; they end in <see cref="AsideSuffix"/>.</summary>
    internal string StatisticsAside => In($"statistics-{Environment.ProcessId}-");

    public string SplitsFolder => In("splits");

    public static string RowsIn(string splitFolder) => System.IO.Path.Combine(splitFolder, RowsName);

    /// <summary>See <see cref="LeftOut"/>.</summary>
    internal static string LeftOutIn(string splitFolder) => System.IO.Path.Combine(splitFolder, LeftOutName);

    /// <summary>See <see cref="SplitFiles"/>.</summary>
    internal static string ChecksumsIn(string splitFolder) => System.IO.Path.Combine(splitFolder, "checksums.json");

    /// <summary>The digests of a split's rows, in their order; only there when they were asked for.</summary>
    public static string DigestsIn(string splitFolder) => System.IO.Path.Combine(splitFolder, "digests");

    /// <summary>What of the rows decides, in their order; there where digests are.</summary>
    public static string VerdictsIn(string splitFolder) => System.IO.Path.Combine(splitFolder, VerdictsName);

    public static string FaultsIn(string splitFolder) => System.IO.Path.Combine(splitFolder, FaultsName);

    /// <summary>Digests of the messages that met a temporary error of the DNS; gone once the last pass has judged them again.</summary>
    public static string RetryIn(string splitFolder) => System.IO.Path.Combine(splitFolder, "retry.digests");

    /// <summary>Fingerprints of the rows of the same messages; see <see cref="SplitRetry"/>.</summary>
    internal static string RetryRowsIn(string splitFolder) => System.IO.Path.Combine(splitFolder, "retry.rows");

    public string SplitFolder(int split) => System.IO.Path.Combine(SplitsFolder, split.ToString("D6", CultureInfo.InvariantCulture));

    public bool IsCommitted(int split) => Directory.Exists(SplitFolder(split));

    /// <summary>Committed, with messages that the last pass has to judge again.</summary>
    public bool NeedsLastPass(int split) => File.Exists(RetryIn(SplitFolder(split)));

    /// <summary>Folders of the committed splits in the order of their numbers.</summary>
    public IReadOnlyList<string> CommittedSplits() =>
        Directory.Exists(SplitsFolder)
            ? [.. Directory.EnumerateDirectories(SplitsFolder).Where(IsSplit).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>Clears away what a process that died left half done. Only for the one process that writes the run.</summary>
    public void Recover()
    {
        RemoveAside();
        if (!Directory.Exists(SplitsFolder))
            return;
        foreach (string aside in Directory.GetDirectories(SplitsFolder, "*" + AsideSuffix))
            Directory.Delete(aside, recursive: true);
        foreach (string replaced in Directory.GetDirectories(SplitsFolder, "*" + ReplacedSuffix))
        {
            string split = replaced[..^ReplacedSuffix.Length];
            if (Directory.Exists(split))
                Directory.Delete(replaced, recursive: true);
            else
                Directory.Move(replaced, split);
        }
    }

    /// <summary>True for what a run leaves that was ended before its plan was made: no run.json, no split, no answer, and nothing that is not a run's.</summary>
    public bool IsOnlyBegun() =>
        Directory.Exists(SplitsFolder) && !File.Exists(ManifestFile) && !Directory.EnumerateFileSystemEntries(SplitsFolder).Any()
        && Directory.EnumerateFileSystemEntries(Root).All(e => e == SplitsFolder || (e == DnsFile && AnswerLog.IsOnlyBegun(e)) || e == PlanFile || e == PlanFile + AsideSuffix || e == ManifestFile + AsideSuffix);

    /// <summary>Removes what a run makes, and nothing else that may lie in the folder.</summary>
    public void Clear()
    {
        if (Directory.Exists(SplitsFolder))
            Directory.Delete(SplitsFolder, recursive: true);
        RemoveAside();
        foreach (string file in (string[])[ManifestFile, PlanFile, DnsFile, OverlayFile, FaultsFile, SummaryJson, SummaryCsv, ReportFile, ProofsFile, TelemetryFile, StatisticsFile])
            File.Delete(file);
    }

    /// <summary>What statistics or answers that are sorted leave behind when their process dies.</summary>
    private void RemoveAside()
    {
        foreach (string start in Directory.Exists(Root) ? (string[])["statistics-*", "dns.zone-*"] : [])
        {
            foreach (string aside in Directory.GetFiles(Root, start + AsideSuffix))
                File.Delete(aside);
        }
    }

    private static bool IsSplit(string folder) =>
        !folder.EndsWith(AsideSuffix, StringComparison.Ordinal) && !folder.EndsWith(ReplacedSuffix, StringComparison.Ordinal);

    /// <summary>Makes the folder, for its owner only (0700).</summary>
    public void Create()
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(SplitsFolder);
        else
        {
            Directory.CreateDirectory(Root, ownerOnly);
            Directory.CreateDirectory(SplitsFolder, ownerOnly);
        }
    }

    /// <summary>Null when there is no run.json here.</summary>
    /// <exception cref="InvalidDataException">run.json is damaged or of another version.</exception>
    public RunManifest? ReadManifest()
    {
        if (!File.Exists(ManifestFile))
            return null;
        try
        {
            byte[] octets = File.ReadAllBytes(ManifestFile);
            int? format = JsonSerializer.Deserialize<RunFormat>(octets, Json)?.Format;
            if (format is not null && format != RunManifest.CurrentFormat)
                throw new InvalidDataException($"{ManifestFile}: made by another version of the program (format {format}, this one reads {RunManifest.CurrentFormat}). Verify the archives again: 'verify --restart' replaces the run.");
            RunManifest? manifest = JsonSerializer.Deserialize<RunManifest>(octets, Json);
            return manifest is not null && manifest.Checksum == ChecksumOf(manifest) ? manifest : throw DamagedFile.Of(ManifestFile, "it does not say what was written");
        }
        catch (JsonException e)
        {
            throw DamagedFile.Of(ManifestFile, e);
        }
    }

    /// <summary>What the run reads; null before it was planned.</summary>
    /// <param name="manifest">That of the run; null where it has none yet.</param>
    /// <exception cref="InvalidDataException">plan.json is damaged.</exception>
    public ArchivePlan? ReadPlan(RunManifest? manifest)
    {
        if (manifest?.Plan is not { } checksum)
            return null;
        checksum.Check(PlanFile);
        using FileStream file = File.OpenRead(PlanFile);
        return new RunDirectory(manifest.Directory).Resolve(ArchivePlan.Read(file));
    }

    public void WriteManifest(RunManifest manifest) =>
        DurableFile.Replace(ManifestFile, stream => JsonSerializer.Serialize(stream, manifest with { Checksum = ChecksumOf(manifest) }, Json));

    private static string ChecksumOf(RunManifest manifest) => FileChecksum.Of(JsonSerializer.SerializeToUtf8Bytes(manifest with { Checksum = "" }, Json));

    private string In(string name) => System.IO.Path.Combine(Root, name);
}
