using System.Buffers;
using System.IO.Hashing;
using BulkVerify.Reports.Rows;

namespace BulkVerify.Engine.Runs;

/// <summary>What a file of a run folder held when it was written: octets that became others are told, and never read as other answers. Against accidents only: whoever wants to
/// can make another file of the same checksum.</summary>
/// <param name="Length">Octets; a file that only grows may have more behind them.</param>
/// <param name="Xxh128">XXH128 of these octets in hex, as the tool <c>xxh128sum</c> prints it.</param>
public sealed record FileChecksum(long Length, string Xxh128)
{
    private const int BufferLength = 1 << 17;

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileChecksum Of(string path)
    {
        using FileStream file = Open(path);
        return Of(file, file.Length);
    }

    /// <summary>The checksum of octets in memory.</summary>
    public static string Of(ReadOnlySpan<byte> octets) => Convert.ToHexStringLower(XxHash128.Hash(octets));

    /// <summary>Returns when the file is as it was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayHaveGrown">True for a file that is only ever added to.</param>
    /// <exception cref="InvalidDataException">It is not; the message names it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Check(string path, bool mayHaveGrown = false)
    {
        if (!File.Exists(path))
            throw DamagedFile.Missing(path);
        using FileStream file = Open(path);
        if (file.Length < Length)
            throw DamagedFile.Of(path, $"it has {file.Length} octets of {Length}");
        if ((file.Length > Length && !mayHaveGrown) || Of(file, Length) != this)
            throw DamagedFile.Of(path, "its octets are not those that were written");
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);

    private static FileChecksum Of(FileStream file, long length)
    {
        var hash = new XxHash128();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            long left = length;
            while (left > 0 && file.Read(buffer, 0, (int)Math.Min(buffer.Length, left)) is > 0 and var read)
            {
                hash.Append(buffer.AsSpan(0, read));
                left -= read;
            }
            return new FileChecksum(length - left, Convert.ToHexStringLower(hash.GetCurrentHash()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
