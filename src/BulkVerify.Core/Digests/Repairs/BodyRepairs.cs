using System.Buffers;
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

    private delegate void Change(ReadOnlySpan<byte> from, ArrayBufferWriter<byte> to);

    private delegate ReadOnlySpan<byte> LineMap(ReadOnlySpan<byte> line);

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
        int body = BodyStart(plain.Message);
        var scratch = new ArrayBufferWriter<byte>(plain.Message.Length + 16);
        RepairedMessage unquoted = Changed(plain, MessageRepair.UnquotedFrom, body, scratch, static (from, to) => Unquote(from, to, onlySingle: true));
        yield return unquoted;
        yield return Changed(plain, MessageRepair.UnquotedFrom, body, scratch, static (from, to) => Unquote(from, to, onlySingle: false));
        foreach (RepairedMessage single in WithOneUnquoted(plain, body))
            yield return single;
        yield return Changed(plain, MessageRepair.LineEndings, 0, scratch, MendLineEnds);
        yield return Changed(plain, MessageRepair.TrailingSpace, body, scratch, static (from, to) => MapLines(from, to, static line => line.SequenceEqual("-- "u8) ? line : line.TrimEnd(" \t"u8)));
        yield return Changed(plain, MessageRepair.SignatureDash, body, scratch, static (from, to) => MapLines(from, to, static line => line.SequenceEqual("--"u8) ? "-- "u8 : line));
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
    private static IEnumerable<RepairedMessage> WithOneUnquoted(RepairedMessage plain, int body)
    {
        int at = body, found = 0;
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

    private static void Unquote(ReadOnlySpan<byte> body, ArrayBufferWriter<byte> to, bool onlySingle) =>
        to.Advance(MboxUnquoter.Unquote(body, to.GetSpan(body.Length), onlySingle));

    /// <summary>CR LF is a line end, CR CR LF was one, and so was a CR alone.</summary>
    private static void MendLineEnds(ReadOnlySpan<byte> message, ArrayBufferWriter<byte> to)
    {
        for (int cr; (cr = message.IndexOf((byte)'\r')) >= 0;)
        {
            to.Write(message[..cr]);
            to.Write("\r\n"u8);
            message = message[cr..].TrimStart((byte)'\r');
            if (message.StartsWith("\n"u8))
                message = message[1..];
        }
        to.Write(message);
    }

    /// <summary>Maps each line without its line end, which stays.</summary>
    private static void MapLines(ReadOnlySpan<byte> body, ArrayBufferWriter<byte> to, LineMap map)
    {
        while (!body.IsEmpty)
        {
            int end = body.IndexOf((byte)'\n');
            int next = end < 0 ? body.Length : end + 1;
            int text = end < 0 ? body.Length : end > 0 && body[end - 1] == (byte)'\r' ? end - 1 : end;
            to.Write(map(body[..text]));
            to.Write(body[text..next]);
            body = body[next..];
        }
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

    /// <param name="start">What stands before it stays.</param>
    /// <param name="scratch">Overwritten.</param>
    private static RepairedMessage Changed(RepairedMessage message, MessageRepair repair, int start, ArrayBufferWriter<byte> scratch, Change change)
    {
        scratch.ResetWrittenCount();
        scratch.Write(message.Message.AsSpan(0, start));
        change(message.Message.AsSpan(start), scratch);
        return message.With(repair, scratch.WrittenSpan.SequenceEqual(message.Message) ? message.Message : scratch.WrittenSpan.ToArray());
    }

    /// <summary>Where the body begins.</summary>
    internal static int BodyStart(byte[] message)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        return headers.BodyStart;
    }
}
