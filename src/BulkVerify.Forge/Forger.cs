using BulkVerify.Forge.Keys;
using BulkVerify.Forge.Messages;
using BulkVerify.Forge.Output;
using BulkVerify.Forge.Planning;
using BulkVerify.Forge.Signing;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Worlds;
using BulkVerify.Forge.Zones;

namespace BulkVerify.Forge;

/// <summary>Makes archives of signed mail, the DNS zone that they are to be verified against, and the verdicts that must come out.</summary>
public static class Forger
{
    /// <summary>Name of the zone in the output folder.</summary>
    public const string ZoneFileName = "dns.zone";

    /// <summary>Name of the truth in the output folder.</summary>
    public const string TruthFileName = "truth.jsonl";

    private const int ProgressStep = 500;

    /// <summary>Forges all messages, in order, on the calling thread.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static ForgeSummary Run(ForgeOptions options, TimeProvider clock, IProgress<ForgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        Check(options);
        long started = clock.GetTimestamp();
        Directory.CreateDirectory(options.OutputFolder);
        using KeyPool pool = KeyPool.Open(options.KeysFile);
        var zone = new ForgeZone();
        var world = new World(options, zone);
        var forge = new MessageForge(options, world, new KeyPublisher(pool, zone));
        using var archives = new ArchiveSet(options);
        using var truths = new TruthWriter(Path.Combine(options.OutputFolder, TruthFileName));
        var run = new ForgeRun(options, new Planner(options, world), forge, archives, truths);
        for (int i = 0; i < options.Messages; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Next(i);
            if ((i + 1) % ProgressStep == 0)
                progress?.Report(new ForgeProgress(i + 1, options.Messages, run.Bytes));
        }
        zone.Write(Path.Combine(options.OutputFolder, ZoneFileName), "DNS of forged mail");
        pool.Save();
        return new ForgeSummary(options.Messages, run.Bytes, run.Signatures, pool.Count, zone.RecordCount, archives.Names, clock.GetElapsedTime(started));
    }

    private static void Check(ForgeOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Messages);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Domains, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Domains, CompanyTable.MaxCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Vendors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Vendors, VendorTable.All.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MedianSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MeanSize, options.MedianSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSize, 1);
        foreach (double share in (double[])[options.BrokenShare, options.FromLineShare, options.IndirectShare, options.NeverReceivedShare, options.DuplicateShare, options.SpoofShare])
        {
            ArgumentOutOfRangeException.ThrowIfNegative(share);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        }
        foreach (string vendor in options.SwitchedOn.Select(s => s.Vendor).Concat(options.Repaired.Select(r => r.Vendor).Where(v => v.Length > 0)))
        {
            if (VendorTable.All.All(v => v.Id != vendor))
                throw new ArgumentException($"No forged vendor is called {vendor}.", nameof(options));
        }
        if (options.End <= options.Start)
            throw new ArgumentException("The end is not after the start.", nameof(options));
    }
}
