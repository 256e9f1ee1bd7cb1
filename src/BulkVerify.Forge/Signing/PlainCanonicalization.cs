using System.Text;

namespace BulkVerify.Forge.Signing;

/// <summary>RFC 6376 §3.4 as its text says it, for octets with CRLF line ends. It shares nothing with the verifier, whose oracle it is.</summary>
internal static class PlainCanonicalization
{
    /// <summary>RFC 6376 §3.4.1: the field as it is.</summary>
    public static string SimpleHeader(string field) => field;

    /// <summary>RFC 6376 §3.4.2.</summary>
    public static string RelaxedHeader(string field)
    {
        int colon = field.IndexOf(':', StringComparison.Ordinal);
        string name = field[..colon].TrimEnd(' ', '\t').ToLowerInvariant();
        string unfolded = field[(colon + 1)..].Replace("\r\n", "", StringComparison.Ordinal);
        var value = new StringBuilder(unfolded.Length);
        foreach (string word in unfolded.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            value.Append(value.Length > 0 ? " " : "").Append(word);
        return $"{name}:{value}\r\n";
    }

    /// <summary>RFC 6376 §3.4.3: one CRLF at the end, whatever number there was.</summary>
    public static void SimpleBody(ReadOnlySpan<byte> body, ByteText output)
    {
        output.Append(WithoutEmptyLinesAtEnd(body));
        if (output.Length == 0)
            output.Append("\r\n"u8);
    }

    /// <summary>RFC 6376 §3.4.4: runs of white space are one space, none at line ends, no empty lines at the end.</summary>
    public static void RelaxedBody(ReadOnlySpan<byte> body, ByteText output)
    {
        while (!body.IsEmpty)
        {
            int end = body.IndexOf("\r\n"u8);
            RelaxedLine(end < 0 ? body : body[..end], output);
            output.Append("\r\n"u8);
            body = end < 0 ? default : body[(end + 2)..];
        }
        output.Truncate(WithoutEmptyLinesAtEnd(output.Span).Length);
    }

    private static void RelaxedLine(ReadOnlySpan<byte> line, ByteText output)
    {
        line = line.TrimEnd(" \t"u8);
        while (!line.IsEmpty)
        {
            int space = line.IndexOfAny((byte)' ', (byte)'\t');
            if (space < 0)
            {
                output.Append(line);
                return;
            }
            output.Append(line[..space]);
            output.Append((byte)' ');
            line = line[space..].TrimStart(" \t"u8);
        }
    }

    private static ReadOnlySpan<byte> WithoutEmptyLinesAtEnd(ReadOnlySpan<byte> body)
    {
        while (body.EndsWith("\r\n\r\n"u8))
            body = body[..^2];
        return body.SequenceEqual("\r\n"u8) ? default : body;
    }
}
