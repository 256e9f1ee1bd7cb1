using System.IO.Hashing;
using BulkVerify.Digests;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Engine.Runs;

/// <summary>What a split keeps of messages that met a temporary error of the DNS: their digests, to be judged again, and fingerprints of their rows, by which the last pass
/// knows those that have not changed. Not thread-safe.</summary>
internal sealed class SplitRetry : IDisposable
{
    private const int FingerprintBytes = 16;

    private readonly SplitDigests _digests;
    private readonly FileStream _rows;
    private readonly MemoryStream _text = new();
    private readonly byte[] _fingerprint = new byte[FingerprintBytes];

    /// <param name="splitFolder">Not a split yet.</param>
    public SplitRetry(string splitFolder)
    {
        _digests = new SplitDigests(RunFolder.RetryIn(splitFolder));
        _rows = new FileStream(RunFolder.RetryRowsIn(splitFolder), FileMode.Create, FileAccess.Write, FileShare.None);
    }

    /// <param name="digest">Of a message.</param>
    /// <param name="row">The same message's.</param>
    public void Add(MessageDigest digest, MessageRow row)
    {
        _digests.Add(digest);
        Fingerprint(row, _text, _fingerprint);
        _rows.Write(_fingerprint);
    }

    /// <summary>Ends the files, brings them to disk and closes them.</summary>
    public void Complete()
    {
        _digests.Complete();
        _rows.Flush(flushToDisk: true);
        Dispose();
    }

    public void Dispose()
    {
        _digests.Dispose();
        _rows.Dispose();
    }

    /// <summary>The rows of a split that were judged under a temporary error, as they are in it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Func<MessageRow, bool> IsAsBefore(string splitFolder)
    {
        byte[] octets = File.Exists(RunFolder.RetryRowsIn(splitFolder)) ? File.ReadAllBytes(RunFolder.RetryRowsIn(splitFolder)) : [];
        HashSet<UInt128> before = [.. octets.Chunk(FingerprintBytes).Where(f => f.Length == FingerprintBytes).Select(Number)];
        var text = new MemoryStream();
        byte[] fingerprint = new byte[FingerprintBytes];
        return row =>
        {
            Fingerprint(row, text, fingerprint);
            return before.Contains(Number(fingerprint));
        };
    }

    /// <summary>The messages of the split are judged, and none came out otherwise. Durable when this returns.</summary>
    public static void Remove(string splitFolder)
    {
        // In this order: without fingerprints every row counts as changed.
        File.Delete(RunFolder.RetryRowsIn(splitFolder));
        File.Delete(RunFolder.RetryIn(splitFolder));
        DurableFile.SyncDirectory(splitFolder);
    }

    /// <summary>Of all columns, and thereby of the message's place.</summary>
    private static void Fingerprint(MessageRow row, MemoryStream text, byte[] fingerprint)
    {
        text.SetLength(0);
        RowJson.Write(row, text);
        XxHash128.Hash(text.GetBuffer().AsSpan(0, (int)text.Length), fingerprint);
    }

    private static UInt128 Number(byte[] fingerprint) => new(BitConverter.ToUInt64(fingerprint), BitConverter.ToUInt64(fingerprint, sizeof(ulong)));
}
