using System.Text;
using BulkVerify.Claims;

namespace BulkVerify.Digests.Repairs;

/// <summary>The bodies that a stored message may have had, by one repair or two. Pure; off the hot path.</summary>
public static class BodyRepairs
{
    /// <summary>Footers that are tried to be cut off, from the end.</summary>
    private const int MaxFooters = 6;

    /// <summary>Quoted lines that are tried one by one.</summary>
    private const int MaxQuotes = 8;

    private static readonly byte[][] FooterMarks = [.. ((string[])["____________________", "-=-=-=-=-=-=", "-- ", "--", "You received this message because", "To unsubscribe", "--~--~---"]).Select(Encoding.ASCII.GetBytes)];

    /// <summary>Each message that a repair of its body changes.</summary>
    /// <param name="message">As it was read: quoting of the archive removed.</param>
    /// <param name="asStored">The same with its quoting, where it has any; else null.</param>
    public static IEnumerable<RepairedMessage> Of(byte[] message, byte[]? asStored)
    {
        var plain = new RepairedMessage([], message);
        var seen = new List<byte[]> { message };
        foreach (RepairedMessage candidate in Candidates(plain, asStored))
        {
            if (seen.Exists(s => s.AsSpan().SequenceEqual(candidate.Message)))
                continue;
            seen.Add(candidate.Message);
            yield return candidate;
        }
    }

    private static IEnumerable<RepairedMessage> Candidates(RepairedMessage plain, byte[]? asStored)
    {
        if (asStored is not null)
            yield return plain.With(MessageRepair.QuotedFrom, asStored);
        RepairedMessage unquoted = WithBody(plain, MessageRepair.UnquotedFrom, body => Unquote(body, onlySingle: true));
        yield return unquoted;
        yield return WithBody(plain, MessageRepair.UnquotedFrom, body => Unquote(body, onlySingle: false));
        foreach (RepairedMessage single in WithOneUnquoted(plain))
            yield return single;
        yield return plain.With(MessageRepair.LineEndings, MendLineEnds(plain.Message));
        yield return WithBody(plain, MessageRepair.TrailingSpace, body => MapLines(body, static line => line.SequenceEqual("-- "u8) ? line.ToArray() : line.TrimEnd(" \t"u8).ToArray()));
        yield return WithBody(plain, MessageRepair.SignatureDash, body => MapLines(body, static line => line.SequenceEqual("--"u8) ? "-- "u8.ToArray() : line.ToArray()));
        foreach (RepairedMessage footless in WithoutFooter(plain))
            yield return footless;
        foreach (RepairedMessage footless in WithoutFooter(unquoted))
            yield return footless;
        foreach (RepairedMessage recoded in RecodedBodies.Of(plain))
            yield return recoded;
        // Lists decode a body, append their footer and encode it again.
        foreach (RepairedMessage footless in RecodedBodies.Decoded(plain).SelectMany(WithoutFooter))
        {
            yield return footless;
            foreach (RepairedMessage recoded in RecodedBodies.Of(footless))
                yield return recoded;
        }
        foreach (RepairedMessage unwrapped in MimeRepairs.Of(plain))
            yield return unwrapped;
    }

    /// <summary>One quoted line unquoted, for each of the first few: others may be the author's.</summary>
    private static IEnumerable<RepairedMessage> WithOneUnquoted(RepairedMessage plain)
    {
        int at = BodyStart(plain.Message), found = 0;
        while (at < plain.Message.Length && found < MaxQuotes)
        {
            int quotes = plain.Message.AsSpan(at).IndexOfAnyExcept((byte)'>');
            if (quotes > 0 && plain.Message.AsSpan(at + quotes).StartsWith("From "u8))
            {
                found++;
                yield return plain.With(MessageRepair.UnquotedFrom, [.. plain.Message.AsSpan(0, at), .. plain.Message.AsSpan(at + 1)]);
            }
            int end = Array.IndexOf(plain.Message, (byte)'\n', at);
            if (end < 0)
                yield break;
            at = end + 1;
        }
    }

    private static byte[] Unquote(byte[] body, bool onlySingle)
    {
        byte[] copy = new byte[body.Length];
        return copy[..MboxUnquoter.Unquote(body, copy, onlySingle)];
    }

    private static byte[] MendLineEnds(byte[] message)
    {
        var mended = new List<byte>(message.Length);
        for (int i = 0; i < message.Length; i++)
        {
            if (message[i] != (byte)'\r')
            {
                mended.Add(message[i]);
                continue;
            }
            // CR LF is a line end, CR CR LF was one, and so was a CR alone.
            while (i + 1 < message.Length && message[i + 1] == (byte)'\r')
                i++;
            mended.AddRange("\r\n"u8);
            if (i + 1 < message.Length && message[i + 1] == (byte)'\n')
                i++;
        }
        return [.. mended];
    }

    private delegate byte[] LineMap(ReadOnlySpan<byte> line);

    /// <summary>Maps each line without its line end, which stays.</summary>
    private static byte[] MapLines(byte[] body, LineMap map)
    {
        var mapped = new List<byte>(body.Length + 16);
        for (int at = 0; at < body.Length;)
        {
            int end = Array.IndexOf(body, (byte)'\n', at);
            int next = end < 0 ? body.Length : end + 1;
            int text = end < 0 ? body.Length : end > at && body[end - 1] == (byte)'\r' ? end - 1 : end;
            mapped.AddRange(map(body.AsSpan(at, text - at)));
            mapped.AddRange(body.AsSpan(text, next - text));
            at = next;
        }
        return [.. mapped];
    }

    private static IEnumerable<RepairedMessage> WithoutFooter(RepairedMessage message)
    {
        int start = BodyStart(message.Message);
        int cut = 0;
        for (int at = message.Message.Length; at > start && cut < MaxFooters; at = Math.Max(start, LineBefore(message.Message, at)))
        {
            int line = LineBefore(message.Message, at);
            if (line < start)
                break;
            if (!Array.Exists(FooterMarks, mark => message.Message.AsSpan(line).StartsWith(mark)))
                continue;
            cut++;
            yield return message.With(MessageRepair.ListFooter, message.Message[..line]);
        }
    }

    /// <summary>Start of the line that ends before <paramref name="at"/>; -1 without one.</summary>
    private static int LineBefore(byte[] text, int at) => at <= 0 ? -1 : at == 1 ? 0 : Array.LastIndexOf(text, (byte)'\n', at - 2) + 1;

    private static RepairedMessage WithBody(RepairedMessage message, MessageRepair repair, Func<byte[], byte[]> change)
    {
        int start = BodyStart(message.Message);
        return message.With(repair, [.. message.Message[..start], .. change(message.Message[start..])]);
    }

    /// <summary>Where the body begins.</summary>
    internal static int BodyStart(byte[] message)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        return headers.BodyStart;
    }
}
