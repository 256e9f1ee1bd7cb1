using BulkVerify.Claims;

namespace BulkVerify.Tests.Digests;

/// <summary>Body canonicalization written the obvious way, octet by octet: the oracle for the fast one.</summary>
internal static class PlainBodyCanonicalizer
{
    public static byte[] Canonicalize(ReadOnlySpan<byte> body, Canonicalization way)
    {
        List<List<byte>> lines = Lines(body);
        if (way == Canonicalization.Relaxed)
            lines = [.. lines.Select(Relax)];
        // RFC 6376 §3.4.3, §3.4.4: empty lines at the end are ignored.
        while (lines.Count > 0 && lines[^1].Count == 0)
            lines.RemoveAt(lines.Count - 1);
        // RFC 6376 §3.4.3: an empty body is one CRLF in simple, nothing in relaxed.
        if (lines.Count == 0)
            return way == Canonicalization.Simple ? "\r\n"u8.ToArray() : [];
        List<byte> canonical = [];
        foreach (List<byte> line in lines)
        {
            canonical.AddRange(line);
            canonical.AddRange("\r\n"u8);
        }
        return [.. canonical];
    }

    /// <summary>Lines without their LF or CRLF; what follows the last line end is a line too.</summary>
    private static List<List<byte>> Lines(ReadOnlySpan<byte> body)
    {
        List<List<byte>> lines = [[]];
        foreach (byte c in body)
        {
            if (c != (byte)'\n')
            {
                lines[^1].Add(c);
                continue;
            }
            if (lines[^1].Count > 0 && lines[^1][^1] == (byte)'\r')
                lines[^1].RemoveAt(lines[^1].Count - 1);
            lines.Add([]);
        }
        return lines;
    }

    private static List<byte> Relax(List<byte> line)
    {
        List<byte> relaxed = [];
        foreach (byte c in line)
        {
            bool white = c is (byte)' ' or (byte)'\t';
            if (!white)
                relaxed.Add(c);
            else if (relaxed.Count == 0 || relaxed[^1] != (byte)' ')
                relaxed.Add((byte)' ');
        }
        if (relaxed.Count > 0 && relaxed[^1] == (byte)' ')
            relaxed.RemoveAt(relaxed.Count - 1);
        return relaxed;
    }
}
