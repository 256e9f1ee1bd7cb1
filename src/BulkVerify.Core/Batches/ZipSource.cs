using System.Globalization;
using System.IO.Compression;
using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>Opens zips and their members; what cannot be read is a fault that says why.</summary>
internal static class ZipSource
{
    /// <summary>The zip in <paramref name="source"/>, which stays open; or the fault. The directory stands at the end: a source that cannot be sought in is taken
    /// into memory, up to <paramref name="maxBuffered"/> bytes.</summary>
    public static async ValueTask<(ZipArchive? Zip, Fault? Fault)> OpenAsync(Stream source, string name, long maxBuffered, CancellationToken cancellation)
    {
        try
        {
            Stream? sought = source.CanSeek ? source : await BufferAsync(source, maxBuffered, cancellation).ConfigureAwait(false);
            if (sought is null)
                return (null, new Fault(FaultKind.UnsupportedFormat, name, null, string.Create(CultureInfo.InvariantCulture,
                    $"is a zip of more than {maxBuffered} bytes (--max-message) inside another container or a pipe, which cannot be read in one pass: unpack it first.")));
            var zip = new ZipArchive(sought, ZipArchiveMode.Read, leaveOpen: source.CanSeek);
            _ = zip.Entries.Count;
            return (zip, null);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException || DamagedSource.Describe(e) is not null)
        {
            return (null, new Fault(FaultKind.Damaged, name, null, $"the zip cannot be read ({OneLine(e)})."));
        }
    }

    /// <summary>The bytes of a member, limited and checked; null with the fault.</summary>
    public static Stream? OpenMember(ZipArchiveEntry entry, string member, ReadOptions options, out Fault? fault)
    {
        fault = null;
        if (entry.IsEncrypted)
        {
            fault = new Fault(FaultKind.UnsupportedFormat, member, null, "is encrypted: unpack the zip with its password first.");
            return null;
        }
        try
        {
            return new LimitedStream(new CheckedMember(entry.Open(), entry.Length, entry.Crc32), () => Math.Max(entry.CompressedLength, 1), options);
        }
        catch (Exception e) when (e is IOException or NotSupportedException || DamagedSource.Describe(e) is not null)
        {
            fault = IsOtherCompression(e)
                ? new Fault(FaultKind.UnsupportedFormat, member, null, $"cannot be read ({OneLine(e)}): unpack the zip first.")
                : new Fault(FaultKind.Damaged, member, null, $"the member cannot be read ({OneLine(e)}).");
            return null;
        }
    }

    /// <summary>The platform reads stored and deflated members, and says so of others.</summary>
    private static bool IsOtherCompression(Exception e) => e.Message.Contains("compress", StringComparison.OrdinalIgnoreCase);

    private static async ValueTask<MemoryStream?> BufferAsync(Stream source, long maxBuffered, CancellationToken cancellation)
    {
        var buffered = new MemoryStream();
        byte[] part = new byte[64 << 10];
        int read;
        while ((read = await source.ReadAsync(part, cancellation).ConfigureAwait(false)) > 0)
        {
            if (buffered.Length + read > maxBuffered)
                return null;
            buffered.Write(part, 0, read);
        }
        buffered.Position = 0;
        return buffered;
    }

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ").TrimEnd('.');
}
