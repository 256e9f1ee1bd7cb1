using System.Text;
using BulkVerify.Claims;
using MimeKit.Encodings;

namespace BulkVerify.Digests.Repairs;

/// <summary>Messages of one part in the encodings that they may have had before transport or a list changed it (RFC 2045 §6). Pure; off the hot path.</summary>
internal static class RecodedBodies
{
    /// <summary>Longest lines of the quoted-printable encoders in use, soft line break included.</summary>
    private static readonly int[] QuotedPrintableWidths = [76, 72];

    /// <summary>The message decoded to 8bit, with and without a field that says so; encoded, when it is not.</summary>
    public static IEnumerable<RepairedMessage> Of(RepairedMessage message)
    {
        bool isEncoded = false;
        foreach (RepairedMessage decoded in Decoded(message))
        {
            isEncoded = true;
            yield return decoded;
            // The field may have said 8bit all the time.
            int head = BodyRepairs.BodyStart(message.Message);
            yield return message.With(MessageRepair.Reencoded8Bit, [.. message.Message[..head], .. decoded.Message[BodyRepairs.BodyStart(decoded.Message)..]]);
        }
        if (isEncoded || !IsSinglePart(message.Message, out HeaderTable headers) || !message.Message.AsSpan(headers.BodyStart).ContainsAnyInRange((byte)0x80, (byte)0xff))
            yield break;
        byte[] body = WithCrlf(message.Message[headers.BodyStart..]);
        byte[] lines = Encoding.ASCII.GetBytes(Convert.ToBase64String(body, Base64FormattingOptions.InsertLineBreaks) + "\r\n");
        yield return With(message, MessageRepair.Reencoded8Bit, headers.BodyStart, " base64"u8, lines);
        foreach (int width in QuotedPrintableWidths)
            yield return With(message, MessageRepair.ReencodedQuotedPrintable, headers.BodyStart, " quoted-printable"u8, QuotedPrintable(body, width));
    }

    /// <summary>The message as 8bit; nothing when it is not encoded.</summary>
    public static IEnumerable<RepairedMessage> Decoded(RepairedMessage message)
    {
        if (!IsSinglePart(message.Message, out HeaderTable headers))
            yield break;
        IMimeDecoder? decoder = HeaderRepairs.ValueOf(message.Message, headers, "Content-Transfer-Encoding"u8).ToLowerInvariant() switch
        {
            "quoted-printable" => new QuotedPrintableDecoder(),
            "base64" => new Base64Decoder(),
            _ => null,
        };
        if (decoder is not null)
            yield return With(message, MessageRepair.Reencoded8Bit, headers.BodyStart, " 8bit"u8, Decode(decoder, message.Message[headers.BodyStart..]));
    }

    private static RepairedMessage With(RepairedMessage message, MessageRepair repair, int bodyStart, ReadOnlySpan<byte> encoding, byte[] body) =>
        message.With(repair, [.. HeaderRepairs.WithValue(message.Message[..bodyStart], "Content-Transfer-Encoding"u8, encoding), .. body]);

    private static bool IsSinglePart(byte[] message, out HeaderTable headers)
    {
        headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        return !HeaderRepairs.ValueOf(message, headers, "Content-Type"u8).StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Every line end as CRLF.</summary>
    private static byte[] WithCrlf(byte[] body)
    {
        var mapped = new List<byte>(body.Length + (body.Length / 40));
        for (int i = 0; i < body.Length; i++)
        {
            if (body[i] == (byte)'\n' && (i == 0 || body[i - 1] != (byte)'\r'))
                mapped.Add((byte)'\r');
            mapped.Add(body[i]);
        }
        return [.. mapped];
    }

    private static byte[] Decode(IMimeDecoder decoder, byte[] body)
    {
        byte[] output = new byte[decoder.EstimateOutputLength(body.Length)];
        return output[..decoder.Decode(body, 0, body.Length, output)];
    }

    /// <summary>Lines as full as they may be, escapes whole, white space at line ends escaped: what encoders in use make.</summary>
    private static byte[] QuotedPrintable(byte[] body, int width)
    {
        var encoded = new List<byte>(body.Length + (body.Length / 8));
        int column = 0;
        for (int i = 0; i < body.Length; i++)
        {
            if (IsLineEnd(body, i))
            {
                encoded.AddRange("\r\n"u8);
                (column, i) = (0, i + 1);
                continue;
            }
            bool isPlain = body[i] is (byte)' ' or (byte)'\t' ? !IsLineEnd(body, i + 1) : body[i] is > (byte)' ' and <= (byte)'~' and not (byte)'=';
            // The last column is the soft line break's, but for what ends its line.
            int room = IsLineEnd(body, i + 1) ? width : width - 1;
            if (column + (isPlain ? 1 : 3) > room)
            {
                encoded.AddRange("=\r\n"u8);
                column = 0;
            }
            if (isPlain)
                encoded.Add(body[i]);
            else
                encoded.AddRange(Encoding.ASCII.GetBytes($"={body[i]:X2}"));
            column += isPlain ? 1 : 3;
        }
        return [.. encoded];
    }

    private static bool IsLineEnd(byte[] body, int at) => at + 1 < body.Length && body[at] == (byte)'\r' && body[at + 1] == (byte)'\n';
}
