using BulkVerify.Forge.Output;

namespace BulkVerify.Forge;

/// <summary>What to forge. Equal options and an equal key pool give equal bytes.</summary>
public sealed record ForgeOptions
{
    /// <summary>Folder that takes the archives, dns.zone and truth.jsonl; made when absent.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Messages to make; 0 makes empty archives.</summary>
    public int Messages { get; init; } = 20_000;

    /// <summary>Of all random numbers.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Pool of private keys: read when it exists, written when keys had to be made; null for new keys each time.</summary>
    public string? KeysFile { get; init; }

    public ForgeProfile Profile { get; init; } = ForgeProfile.Full;

    /// <summary>Archives to share the messages out to; empty for the profile's own.</summary>
    public IReadOnlyList<ForgeArchive> Archives { get; init; } = [];

    /// <summary>Bytes; sizes are log-normal.</summary>
    public int MedianSize { get; init; } = 8 << 10;

    /// <summary>Bytes.</summary>
    public int MeanSize { get; init; } = 25 << 10;

    /// <summary>Bytes.</summary>
    public int MaxSize { get; init; } = 5 << 20;

    /// <summary>Author domains of companies, 1 to 60.</summary>
    public int Domains { get; init; } = 40;

    /// <summary>Vendors, 1 to 15.</summary>
    public int Vendors { get; init; } = 15;

    /// <summary>Share of messages with something wrong; the ways take turns.</summary>
    public double BrokenShare { get; init; } = 0.08;

    /// <summary>Share of bodies with lines that begin with "From ".</summary>
    public double FromLineShare { get; init; } = 0.05;

    /// <summary>Share that came through lists and forwarders.</summary>
    public double IndirectShare { get; init; } = 0.03;

    /// <summary>Share that was never received: copies of sent mail.</summary>
    public double NeverReceivedShare { get; init; } = 0.02;

    /// <summary>Chance of a received message to be stored a second time.</summary>
    public double DuplicateShare { get; init; } = 0.01;

    /// <summary>Share that names a company in From and is sent by nobody it knows.</summary>
    public double SpoofShare { get; init; } = 0.02;

    /// <summary>Settings of vendors that are on, as if the companies had followed what is advised.</summary>
    public IReadOnlyList<VendorSetting> SwitchedOn { get; init; } = [];

    /// <summary>Faults that streams are forged without, as if they had been mended.</summary>
    public IReadOnlyList<StreamRepair> Repaired { get; init; } = [];

    /// <summary>Receipt of the first message; they are spread evenly up to <see cref="End"/>.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>No message is received then or later.</summary>
    public DateTimeOffset End { get; init; } = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The archive that the repository ships: small, with every verdict that there is.</summary>
    public static ForgeOptions Sample(string folder, string? keysFile) => new()
    {
        OutputFolder = folder,
        KeysFile = keysFile,
        Profile = ForgeProfile.Sample,
        Messages = 600,
        Domains = 19,
        MedianSize = 2_500,
        MeanSize = 3_300,
        MaxSize = 24 << 10,
        BrokenShare = 0.16,
        IndirectShare = 0.06,
        SpoofShare = 0.03,
        DuplicateShare = 0.02,
    };

    /// <summary>Three messages of each vendor of the catalog for each way of sending that its facts allow; each way has a company of its own. Nothing else is wrong with them.</summary>
    public static ForgeOptions Catalog(string folder, string? keysFile) => Small(folder, Planning.CatalogTour.Embedded.Count, keysFile) with { Profile = ForgeProfile.Catalog };

    /// <summary>Messages of 2 KiB with two RSA-2048 signatures each: what costs most per byte.</summary>
    public static ForgeOptions Small(string folder, int messages, string? keysFile) => new()
    {
        OutputFolder = folder,
        KeysFile = keysFile,
        Profile = ForgeProfile.Small,
        Messages = messages,
        MedianSize = 2 << 10,
        MeanSize = 2 << 10,
        MaxSize = 2 << 10,
        BrokenShare = 0,
        FromLineShare = 0,
        IndirectShare = 0,
        NeverReceivedShare = 0,
        DuplicateShare = 0,
        SpoofShare = 0,
    };
}
