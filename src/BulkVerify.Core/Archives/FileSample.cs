using System.Buffers;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace BulkVerify.Archives;

/// <summary>What notices that a file changed between planning and reading: XXH3 over all of a short file, or over the first and last 64 KiB of a longer one.
/// Not for security.</summary>
internal static class FileSample
{
    /// <summary>Octets of a sample at most; files of up to this length are hashed as a whole.</summary>
    public const int MaxLength = 2 * PartLength;

    private const int PartLength = 64 << 10;

    /// <summary>Reads the sample of an open file; returns its length. It begins with the beginning of the file.</summary>
    /// <param name="to">At least <see cref="MaxLength"/>.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static int Read(SafeFileHandle file, long length, Span<byte> to)
    {
        if (length <= MaxLength)
            return ReadAt(file, 0, to[..(int)length]);
        int first = ReadAt(file, 0, to[..PartLength]);
        return first + ReadAt(file, length - PartLength, to.Slice(first, PartLength));
    }

    public static string HashOf(ReadOnlySpan<byte> sample) => Convert.ToHexStringLower(XxHash128.Hash(sample));

    public static string HashOf(SafeFileHandle file, long length)
    {
        byte[] sample = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, MaxLength));
        string hash = HashOf(sample.AsSpan(0, Read(file, length, sample)));
        ArrayPool<byte>.Shared.Return(sample);
        return hash;
    }

    /// <summary>True when a file of this content is the one that was planned; true also for a longer file than a sample, of which the size alone is compared.</summary>
    public static bool Matches(ReadOnlySpan<byte> content, ArchiveInput planned)
    {
        if (content.Length != planned.Size || content.Length > MaxLength)
            return content.Length == planned.Size;
        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(content, hash);
        Span<char> text = stackalloc char[32];
        return Convert.TryToHexStringLower(hash, text, out _) && planned.SampleHash.AsSpan().SequenceEqual(text);
    }

    /// <summary>Fills the span from an offset on, or as much of it as the file has.</summary>
    public static int ReadAt(SafeFileHandle file, long offset, Span<byte> to)
    {
        int filled = 0;
        while (filled < to.Length && RandomAccess.Read(file, to[filled..], offset + filled) is var read and > 0)
            filled += read;
        return filled;
    }
}
