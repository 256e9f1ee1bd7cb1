using System.Globalization;
using System.Text;
using DnsClient;
using DnsClient.Protocol;

namespace BulkVerify.Engine.Resolving;

/// <summary>Gets octets and names back out of the strings that DnsClient makes of them.</summary>
internal static class DnsClientText
{
    /// <summary>The character-strings joined, octet for octet.</summary>
    /// <remarks>DnsClient decodes each string twice: as UTF-8, where octets that are none become U+FFFD, and escaped, where <c>"</c> is <c>\"</c> and
    /// octets outside 32 to 126 are \DDD, but a backslash is itself. The first is exact unless it holds U+FFFD; then the second is read along
    /// the first, which tells escapes from text that looks like one; only a backslash and three digits
    /// right behind a cut-off UTF-8 sequence may still be taken for its next octet.</remarks>
    public static byte[] Octets(TxtRecord record)
    {
        var octets = new List<byte>();
        using IEnumerator<string> escaped = record.EscapedText.GetEnumerator();
        foreach (string text in record.Text)
        {
            escaped.MoveNext();
            if (text.Contains('\uFFFD', StringComparison.Ordinal))
                Append(octets, text, escaped.Current);
            else
                octets.AddRange(Encoding.UTF8.GetBytes(text));
        }
        return [.. octets];
    }

    /// <summary>The name; null for the root and for one that <see cref="DomainName"/> cannot hold.</summary>
    public static DomainName? Name(DnsString name)
    {
        ReadOnlySpan<char> value = name.Value;
        if (!value.Contains('\\'))
            return DomainName.TryParse(value);
        var plain = new StringBuilder(value.Length);
        for (int at = 0; at < value.Length;)
        {
            if (TryReadDecimal(value[at..], out byte octet))
            {
                if (octet is (byte)'.' or > 127)
                    return null;
                plain.Append((char)octet);
                at += 4;
            }
            else if (value[at] == '\\' && at + 1 < value.Length && value[at + 1] is '"' or '\\')
            {
                plain.Append(value[at + 1]);
                at += 2;
            }
            else
            {
                plain.Append(value[at++]);
            }
        }
        return DomainName.TryParse(plain.ToString());
    }

    private static void Append(List<byte> octets, ReadOnlySpan<char> text, ReadOnlySpan<char> escaped)
    {
        while (!text.IsEmpty)
        {
            if (!char.IsAscii(text[0]))
            {
                int run = text.IndexOfAnyInRange('\0', '\x7f');
                run = run < 0 ? text.Length : run;
                escaped = escaped[(4 * AppendRun(octets, text[..run], escaped))..];
                text = text[run..];
                continue;
            }
            octets.Add((byte)text[0]);
            int spelled = text[0] is < ' ' or > '~' ? 4 : text[0] == '"' ? 2 : 1;
            escaped = escaped[Math.Min(spelled, escaped.Length)..];
            text = text[1..];
        }
    }

    /// <summary>Appends the octets over 127 that decode to <paramref name="run"/>: as many as possible, since a cut sequence decodes like a shorter one.</summary>
    private static int AppendRun(List<byte> octets, ReadOnlySpan<char> run, ReadOnlySpan<char> escaped)
    {
        Span<byte> candidates = stackalloc byte[256];
        int count = 0;
        while (count < candidates.Length && TryReadDecimal(escaped[(4 * count)..], out byte octet) && octet > 127)
            candidates[count++] = octet;
        while (count > 0 && !run.SequenceEqual(Encoding.UTF8.GetString(candidates[..count])))
            count--;
        octets.AddRange(candidates[..count]);
        return count;
    }

    private static bool TryReadDecimal(ReadOnlySpan<char> text, out byte octet)
    {
        octet = 0;
        return text.Length >= 4 && text[0] == '\\' && byte.TryParse(text[1..4], NumberStyles.None, CultureInfo.InvariantCulture, out octet);
    }
}
