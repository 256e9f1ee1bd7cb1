using System.Buffers;

namespace BulkVerify.Dns;

/// <summary>Reads RFC 1035 master files with the directives of recorded answers (<c>;bulkverify ...</c> in comment lines).</summary>
/// <remarks>Lenient where it does no harm: character-strings may be longer than 255 octets, a TTL may be missing everywhere, CNAME may
/// stand beside other types. $INCLUDE and $GENERATE are refused. Types that mail authentication does not ask for, SPF (99) among
/// them (RFC 7208 §3.1), only make their owner exist; records of other classes than IN are passed over.</remarks>
public static class ZoneFile
{
    private const int BufferLength = 1 << 18;

    /// <summary>Reads all of <paramref name="stream"/> into <paramref name="sink"/>; <paramref name="name"/> is for its errors.</summary>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public static void Read(Stream stream, string name, IZoneSink sink)
    {
        var parser = new ZoneParser(name, sink);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        int held = 0;
        bool skipping = false;
        while (true)
        {
            int read = stream.Read(buffer, held, buffer.Length - held);
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, held + read);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                parser.Line(rest[..end], skipping);
                skipping = false;
            }
            if (read == 0)
            {
                if (rest.Length > 0 || skipping)
                    parser.Line(rest, skipping);
                break;
            }
            if (rest.Length == buffer.Length)
            {
                // A line longer than the buffer is longer than any entry may be.
                skipping = true;
                rest = default;
            }
            held = rest.Length;
            rest.CopyTo(buffer);
        }
        parser.Finish();
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Reads text that is at hand.</summary>
    public static void Read(ReadOnlySpan<byte> text, string name, IZoneSink sink)
    {
        var parser = new ZoneParser(name, sink);
        for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..])
            parser.Line(text[..end], tooLong: false);
        if (text.Length > 0)
            parser.Line(text, tooLong: false);
        parser.Finish();
    }
}
