using System.Text;

namespace BulkVerify.Archives;

/// <summary>Recognizes the first header of a tar: by its magic, or in the oldest form, which has none, by its checksum.</summary>
internal static class TarHeader
{
    private const int Length = 512;
    private const int ChecksumStart = 148;
    private const int ChecksumLength = 8;

    public static bool IsAtStart(ReadOnlySpan<byte> start) =>
        (start.Length >= 262 && start[257..].StartsWith("ustar"u8)) || (start.Length >= Length && start[0] != 0 && HasChecksum(start[..Length]));

    /// <summary>The sum of all octets, those of the checksum itself taken as spaces, stands there in octal.</summary>
    private static bool HasChecksum(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> digits = header.Slice(ChecksumStart, ChecksumLength).Trim(" \0"u8);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'7'))
            return false;
        int sum = ChecksumLength * ' ';
        for (int i = 0; i < header.Length; i++)
            sum += i is >= ChecksumStart and < ChecksumStart + ChecksumLength ? 0 : header[i];
        return Convert.ToInt32(Encoding.ASCII.GetString(digits), 8) == sum;
    }
}
