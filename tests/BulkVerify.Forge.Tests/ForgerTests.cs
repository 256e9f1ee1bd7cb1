using System.IO.Compression;
using System.Text;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Forge.Tests;

[Collection(ForgeCollection.Name)]
public class ForgerTests(ForgeFixture forge)
{
    [Fact]
    public void Makes_equal_bytes_from_an_equal_seed_and_key_pool()
    {
        ForgeFixture.Run(forge.Sample("equal-1"));
        ForgeFixture.Run(forge.Sample("equal-2"));
        SortedDictionary<string, byte[]> first = ForgeFixture.Files(forge.Folder("equal-1"));
        SortedDictionary<string, byte[]> second = ForgeFixture.Files(forge.Folder("equal-2"));
        Assert.Equal(first.Keys, second.Keys);
        foreach ((string name, byte[] octets) in first)
            Assert.True(octets.AsSpan().SequenceEqual(second[name]), name);
    }

    [Fact]
    public void Makes_the_same_truth_with_other_keys()
    {
        ForgeFixture.Run(forge.Sample("keys-1") with { Messages = 40 });
        ForgeFixture.Run(forge.Sample("keys-2") with { Messages = 40, KeysFile = null });
        byte[] first = File.ReadAllBytes(Path.Combine(forge.Folder("keys-1"), Forger.TruthFileName));
        byte[] second = File.ReadAllBytes(Path.Combine(forge.Folder("keys-2"), Forger.TruthFileName));
        Assert.True(first.AsSpan().SequenceEqual(second));
    }

    [Fact]
    public void Makes_other_messages_from_another_seed()
    {
        ForgeFixture.Run(forge.Sample("seed-1") with { Messages = 20 });
        ForgeFixture.Run(forge.Sample("seed-2") with { Messages = 20, Seed = 2 });
        Assert.Empty(TruthRow.Read(forge.Folder("seed-1")).Select(static row => row.MessageId).Intersect(TruthRow.Read(forge.Folder("seed-2")).Select(static row => row.MessageId)));
    }

    [Fact]
    public void States_offsets_and_lengths_that_lead_to_the_messages()
    {
        ForgeFixture.Run(forge.Sample("offsets"));
        var archives = new Dictionary<string, byte[]>();
        foreach (TruthRow row in TruthRow.Read(forge.Folder("offsets")))
        {
            if (!archives.TryGetValue(row.Archive, out byte[]? octets))
                archives.Add(row.Archive, octets = Decompressed(Path.Combine(forge.Folder("offsets"), row.Archive)));
            ReadOnlySpan<byte> at = octets.AsSpan((int)row.Offset);
            if (row.Archive.Contains(".mbox", StringComparison.Ordinal))
            {
                Assert.True(at.StartsWith("From "u8), row.Archive);
                Assert.True(row.Offset == 0 || octets[row.Offset - 1] == '\n');
                at = at[(at.IndexOf((byte)'\n') + 1)..];
                ReadOnlySpan<byte> behind = at[(int)row.Length..].TrimStart("\r\n"u8);
                Assert.True(behind.IsEmpty || behind.StartsWith("From "u8), $"{row.Archive}@{row.Offset}");
            }
            else
            {
                Assert.Equal(row.Length, octets.Length);
            }
            Assert.True(at[..(int)row.Length].IndexOf(Encoding.ASCII.GetBytes(row.MessageId)) > 0, row.MessageId);
        }
    }

    [Fact]
    public void Writes_a_zone_that_reads_without_complaint()
    {
        ForgeFixture.Run(forge.Sample("zone"));
        var builder = new ZoneBuilder();
        using (FileStream stream = File.OpenRead(Path.Combine(forge.Folder("zone"), Forger.ZoneFileName)))
            ZoneFile.Read(stream, "zone", builder);
        Assert.Empty(builder.Errors);
        Assert.False(builder.IsPartial);
    }

    [Fact]
    public void The_sample_has_every_verdict_that_a_closed_zone_can_give()
    {
        ForgeSummary summary = ForgeFixture.Run(forge.Sample("verdicts"));
        List<TruthRow> rows = TruthRow.Read(forge.Folder("verdicts"));
        Assert.InRange(ForgeFixture.Files(forge.Folder("verdicts")).Values.Sum(static octets => (long)octets.Length), 1, 3_000_000);
        Assert.Equal(600, summary.Messages);
        AssertAll(rows.SelectMany(static row => row.Dkim).Select(static part => part.Reason), except:
        [
            // NoSignature is of messages; the two of unknown answers need a partial zone; BadArcTag is of ARC; OverLimit is the verifier's own; a recovered key needs a keyring; a rebuilt archive is judged as a whole.
            DkimReason.NoSignature, DkimReason.KeyNotRecorded, DkimReason.KeyNotAsked, DkimReason.BadArcTag, DkimReason.OverLimit, DkimReason.ConsistentWithRecoveredKey,
            DkimReason.ArchiveRebuilt,
        ]);
        AssertAll(rows.Select(static row => row.Spf.Reason), except: [SpfReason.NotRecorded, SpfReason.NotAsked, SpfReason.MailFromUnknown]);
        AssertAll(rows.Select(static row => row.Dmarc.Reason), except: [DmarcReason.NotRecorded, DmarcReason.NotAsked]);
        AssertAll(rows.Select(static row => row.Arc.Reason), except: [ArcReason.KeyNotRecorded, ArcReason.KeyNotAsked, ArcReason.OverLimit, ArcReason.TooManySets]);
        Assert.Equal(["duplicate", "indirect", "never", "received"], rows.Select(static row => row.Class).Distinct().Order());
        Assert.Equal(6, rows.Select(static row => row.Mode).Distinct().Count());
    }

    [Fact]
    public void Keeps_the_shares()
    {
        const int Count = 3_000;
        ForgeFixture.Run(forge.Short("shares", Count));
        List<TruthRow> rows = TruthRow.Read(forge.Folder("shares"));
        List<TruthRow.DkimPart> signatures = [.. rows.SelectMany(static row => row.Dkim)];
        Assert.InRange((double)signatures.Count / Count, 1.22, 1.38);
        Assert.InRange(Share(signatures, static part => part.Bits == 2048), 0.80, 0.88);
        Assert.InRange(Share(signatures, static part => part.Bits == 1024), 0.06, 0.10);
        Assert.InRange(Share(signatures, static part => part.A == "ed25519-sha256"), 0.025, 0.055);
        Assert.InRange(Share(signatures, static part => part.Bits == 4096), 0.004, 0.02);
        Assert.InRange(Share(signatures, static part => part.Bits == 512 || part.A == "rsa-sha1"), 0.012, 0.035);
        Assert.InRange(Share(rows, static row => row.Defect is not null), 0.06, 0.11);
        Assert.Equal(15, rows.Select(static row => row.Vendor).Where(static vendor => vendor.Length > 0).Distinct().Count());
        Assert.InRange(rows.Where(static row => row.Mode != "not integrated").Select(static row => row.AuthorDomain).Distinct().Count(), 40, 45);
    }

    [Fact]
    public void Makes_small_messages_with_two_signatures()
    {
        ForgeSummary summary = ForgeFixture.Run(ForgeOptions.Small(forge.Folder("small"), 200, forge.KeysFile));
        Assert.Equal(400, summary.Signatures);
        Assert.InRange(summary.Bytes / 200.0, 1_800, 2_400);
        Assert.All(TruthRow.Read(forge.Folder("small")), static row => Assert.Equal(["pass", "pass"], row.Dkim.Select(static part => part.Result)));
    }

    [Fact]
    public void Stops_when_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Forger.Run(forge.Sample("cancelled"), TimeProvider.System, progress: null, cancelled.Token));
    }

    [Fact]
    public void Refuses_a_file_that_is_no_key_pool()
    {
        Directory.CreateDirectory(forge.Folder("pool"));
        string file = Path.Combine(forge.Folder("pool"), "keys.json");
        File.WriteAllText(file, "not json");
        Assert.Throws<InvalidDataException>(() => ForgeFixture.Run(forge.Sample("pool/out") with { KeysFile = file }));
    }

    private static void AssertAll<T>(IEnumerable<string> seen, T[] except)
        where T : struct, Enum
    {
        string[] wanted = [.. Enum.GetValues<T>().Except(except).Select(static reason => reason.ToString())];
        Assert.Empty(wanted.Except(seen));
    }

    private static double Share<T>(List<T> items, Func<T, bool> counts) => (double)items.Count(counts) / items.Count;

    private static byte[] Decompressed(string file)
    {
        if (!file.EndsWith(".gz", StringComparison.Ordinal))
            return File.ReadAllBytes(file);
        using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var octets = new MemoryStream();
        stream.CopyTo(octets);
        return octets.ToArray();
    }
}
