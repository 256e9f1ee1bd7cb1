using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace BulkVerify.Forge.Messages;

/// <summary>Writes bodies: quoted-printable text, HTML, base64 attachments, in one part or several.</summary>
internal sealed class BodyWriter
{
    private const int LineWidth = 74;
    private const int Base64LineOctets = 57;

    private readonly byte[] _attachment = new byte[Base64LineOctets * 64];
    private readonly StringBuilder _line = new();

    /// <summary>Fills the body of the draft with about <paramref name="size"/> bytes and appends the MIME fields.</summary>
    /// <param name="fromLines">Lines that begin with "From " to put into the text.</param>
    public void Write(Draft draft, int size, IReadOnlyList<string> fromLines, ForgeRandom random)
    {
        string boundary = "=_" + Worlds.Template.Letters(random, 24);
        draft.Append("MIME-Version", "1.0");
        if (size < 2_000)
            WriteSingle(draft, size, fromLines, random);
        else if (size < 40_000)
            WriteAlternative(draft, size, fromLines, boundary, random);
        else
            WriteMixed(draft, size, fromLines, boundary, random);
    }

    private void WriteSingle(Draft draft, int size, IReadOnlyList<string> fromLines, ForgeRandom random)
    {
        bool plain = random.Chance(0.4);
        draft.Append("Content-Type", plain ? "text/plain; charset=us-ascii" : "text/plain; charset=\"utf-8\"");
        draft.Append("Content-Transfer-Encoding", plain ? "7bit" : "quoted-printable");
        if (plain)
            PlainText(draft.Body, size, fromLines, random);
        else
            QuotedPrintable(draft.Body, size, fromLines, random);
        // Empty lines at the end do not count (RFC 6376 §3.4.3).
        for (int i = random.Next(8); i > 5; i--)
            draft.Body.Append("\r\n"u8);
    }

    private void WriteAlternative(Draft draft, int size, IReadOnlyList<string> fromLines, string boundary, ForgeRandom random)
    {
        draft.Append("Content-Type", $"multipart/alternative;\r\n\tboundary=\"{boundary}\"");
        if (random.Chance(0.5))
            draft.Body.AppendLine("This is a multi-part message in MIME format.");
        Alternative(draft.Body, size, fromLines, boundary, random);
    }

    private void WriteMixed(Draft draft, int size, IReadOnlyList<string> fromLines, string boundary, ForgeRandom random)
    {
        draft.Append("Content-Type", $"multipart/mixed;\r\n boundary=\"{boundary}\"");
        string inner = boundary + "_alt";
        ByteText body = draft.Body;
        body.AppendLine($"--{boundary}");
        body.AppendLine($"Content-Type: multipart/alternative; boundary=\"{inner}\"\r\n");
        int text = Math.Min(size / 4, 30_000);
        Alternative(body, text, fromLines, inner, random);
        int attachments = 1 + random.Next(3);
        for (int i = 1; i <= attachments; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{random.Pick(Words.Plain)}-{i}.pdf");
            body.AppendLine($"\r\n--{boundary}");
            body.AppendLine($"Content-Type: application/pdf; name=\"{name}\"");
            body.AppendLine($"Content-Disposition: attachment; filename=\"{name}\"");
            body.AppendLine("Content-Transfer-Encoding: base64\r\n");
            Base64Lines(body, (size - text) / attachments, random);
        }
        body.AppendLine($"\r\n--{boundary}--");
    }

    private void Alternative(ByteText body, int size, IReadOnlyList<string> fromLines, string boundary, ForgeRandom random)
    {
        body.AppendLine($"\r\n--{boundary}");
        body.AppendLine("Content-Type: text/plain; charset=utf-8");
        body.AppendLine("Content-Transfer-Encoding: quoted-printable\r\n");
        QuotedPrintable(body, size / 3, fromLines, random);
        body.AppendLine($"\r\n--{boundary}");
        body.AppendLine("Content-Type: text/html; charset=utf-8");
        body.AppendLine("Content-Transfer-Encoding: quoted-printable\r\n");
        Html(body, size - size / 3, random);
        body.AppendLine($"\r\n--{boundary}--");
    }

    /// <summary>Lines with double spaces, tabs and white space at their ends: what tells simple from relaxed.</summary>
    private void PlainText(ByteText body, int size, IReadOnlyList<string> fromLines, ForgeRandom random)
    {
        int end = body.Length + size;
        FromLines(body, fromLines);
        while (body.Length < end)
        {
            Sentence(random, foreign: false);
            string tail = random.Next(12) switch { 0 => "  ", 1 => "\t", 2 => "\t \r\n", _ => "" };
            body.AppendLine(random.Chance(0.1) ? _line.Replace(" ", "  ", 0, Math.Min(20, _line.Length)) + tail : _line + tail);
            if (random.Chance(0.15))
                body.Append("\r\n"u8);
        }
    }

    private void QuotedPrintable(ByteText body, int size, IReadOnlyList<string> fromLines, ForgeRandom random)
    {
        int end = body.Length + size;
        FromLines(body, fromLines);
        while (body.Length < end)
        {
            Sentence(random, foreign: true);
            QuotedLine(body, _line.ToString());
            if (random.Chance(0.15))
                body.Append("\r\n"u8);
        }
    }

    private void Html(ByteText body, int size, ForgeRandom random)
    {
        int end = body.Length + size;
        QuotedLine(body, "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>" + random.Pick(Words.Subjects) + "</title></head><body>");
        while (body.Length < end)
        {
            Sentence(random, foreign: true);
            QuotedLine(body, $"<p style=\"margin:0 0 12px;color:#{random.Next(0x1000):x3}\">{_line}</p>");
        }
        body.AppendLine("</body></html>");
    }

    private static void FromLines(ByteText body, IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
        {
            body.AppendLine(line);
            body.Append("\r\n"u8);
        }
    }

    private void Sentence(ForgeRandom random, bool foreign)
    {
        _line.Clear();
        int words = 6 + random.Next(8);
        for (int i = 0; i < words; i++)
        {
            string word = foreign && random.Next(60) == 0 ? random.Pick(Words.Foreign) : random.Pick(Words.Plain);
            if (i == 0 && word == "from")
                word = "for";
            if (i == 0)
                _line.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
            else
                _line.Append(' ').Append(word);
        }
        _line.Append('.');
    }

    /// <summary>RFC 2045 §6.7. A first letter that would make a "From " line is never the start of a continued line.</summary>
    private static void QuotedLine(ByteText body, string line)
    {
        int width = 0;
        Span<byte> encoded = stackalloc byte[4];
        foreach (Rune rune in line.EnumerateRunes())
        {
            int cost = rune.IsAscii && rune.Value != '=' ? 1 : 3 * rune.Utf8SequenceLength;
            if (width + cost > LineWidth)
            {
                body.Append("=\r\n"u8);
                width = 0;
            }
            width += cost;
            if (cost == 1 && !(width == 1 && rune.Value == 'F'))
            {
                body.Append((byte)rune.Value);
                continue;
            }
            int length = rune.EncodeToUtf8(encoded);
            foreach (byte octet in encoded[..length])
            {
                body.Append((byte)'=');
                octet.TryFormat(body.Room(2), out int written, "X2", CultureInfo.InvariantCulture);
                body.Advance(written);
            }
        }
        body.Append("\r\n"u8);
    }

    private void Base64Lines(ByteText body, int size, ForgeRandom random)
    {
        for (int left = size * 3 / 4; left > 0; left -= _attachment.Length)
        {
            Span<byte> block = _attachment.AsSpan(0, Math.Min(left, _attachment.Length));
            random.Fill(block);
            while (!block.IsEmpty)
            {
                ReadOnlySpan<byte> line = block[..Math.Min(Base64LineOctets, block.Length)];
                Base64.EncodeToUtf8(line, body.Room(80), out _, out int written);
                body.Advance(written);
                body.Append("\r\n"u8);
                block = block[line.Length..];
            }
        }
    }
}
