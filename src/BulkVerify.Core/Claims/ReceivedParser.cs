using System.Buffers;
using System.Text;

namespace BulkVerify.Claims;

/// <summary>
/// Reads Received fields as receivers write them. The clauses of RFC 5321 §4.4 are taken in any order; what the client is called and which address it
/// has is read from the words and comments of the from clause by <see cref="ReceivedClient"/>. Every text gives a line, an ill-formed one an empty line.
/// </summary>
internal static class ReceivedParser
{
    /// <summary>Octets of a field that are read; the date is looked for at the end of all of it.</summary>
    private const int MaxClauseLength = 4096;

    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t\r\n(;"u8);

    private enum Clause : byte
    {
        None,
        From,
        By,
        Via,
        With,
        Id,
        For,
    }

    public static ReceivedLine Parse(ReadOnlySpan<byte> value, NameTable names)
    {
        var line = new ReceivedLine();
        int semicolon = value.LastIndexOf((byte)';');
        if (semicolon >= 0 && (line.Date = MailDate.Parse(value[(semicolon + 1)..])) is not null)
            value = value[..semicolon];
        if (value.Length > MaxClauseLength)
            value = value[..MaxClauseLength];
        var client = new ReceivedClient(names);
        if (ReadClauses(value, takesAttached: false, ref line, ref client) && !client.HasAddress)
        {
            client = new ReceivedClient(names);
            line = new ReceivedLine { Date = line.Date };
            ReadClauses(value, takesAttached: true, ref line, ref client);
        }
        client.Resolve(ref line);
        return line;
    }

    /// <param name="takesAttached">Whether to read comments that follow the word of a from clause without a space (RFC 5321 §4.4 has one): some receivers write them so, and
    /// any client can put one into the name it calls itself.</param>
    /// <returns>True when such a comment was passed over.</returns>
    private static bool ReadClauses(ReadOnlySpan<byte> value, bool takesAttached, ref ReceivedLine line, ref ReceivedClient client)
    {
        Clause clause = Clause.None;
        int words = 0;
        bool attached = false, passedOver = false, pathFollows = false;
        for (int index = 0; index < value.Length;)
        {
            byte octet = value[index];
            if (octet == (byte)'(')
            {
                int end = Cfws.CommentEnd(value, index);
                ReadOnlySpan<byte> comment = Cfws.CommentText(value, index, end);
                // What follows an attached comment at once belongs to the word, too.
                attached = clause == Clause.From && !takesAttached && index > 0 && !Cfws.IsWhiteSpace(value[index - 1]) && (attached || value[index - 1] != (byte)')');
                passedOver |= attached;
                if (clause == Clause.From && !attached)
                    client.TakeComment(comment);
                if (!attached)
                    TakeNote(comment, ref line);
                index = end;
            }
            else if (octet == (byte)';')
            {
                line.Date ??= MailDate.Parse(value[(index + 1)..]);
                clause = Clause.None;
                index++;
            }
            else if (Cfws.IsWhiteSpace(octet) || octet == (byte)')')
                index++;
            else
            {
                int end = WordEnd(value, index);
                ReadOnlySpan<byte> word = value[index..end];
                if (pathFollows)
                    TakeEnvelopeFrom(word, ref line);
                // Haraka writes it without a comment. In the from clause it would be the client's word.
                pathFollows = !pathFollows && clause is not (Clause.None or Clause.From) && Ascii.EqualsIgnoreCase(word, "envelope-from"u8);
                Clause next = clause is Clause.Id && words == 0 ? Clause.None : ClauseOf(word);
                if (next != Clause.None)
                {
                    clause = next;
                    words = 0;
                    line.HasFrom |= next == Clause.From;
                }
                else
                    TakeWord(clause, words++, word, ref line, ref client);
                index = end;
            }
        }
        return passedOver;
    }

    private static void TakeWord(Clause clause, int words, ReadOnlySpan<byte> word, ref ReceivedLine line, ref ReceivedClient client)
    {
        switch (clause)
        {
            case Clause.From:
                client.TakeWord(word);
                break;
            case Clause.By when words == 0 && line.By.IsEmpty:
                line.By = HostText.Trim(word).Trim("[]"u8);
                break;
            // Yahoo writes what its users hand in "via HTTP".
            case Clause.Via when words == 0 && line.With.IsEmpty && BeginsWith(word, "HTTP"u8):
            case Clause.With when words == 0 && line.With.IsEmpty:
                line.With = HostText.Trim(word);
                break;
            case Clause.For when line.For.IsEmpty:
                line.For = word.Trim("<>;,"u8);
                break;
        }
    }

    private static int WordEnd(ReadOnlySpan<byte> value, int index)
    {
        if (value[index] == (byte)'"')
            return Cfws.QuotedEnd(value, index);
        int length = value[index..].IndexOfAny(WordEnds);
        return length < 0 ? value.Length : index + Math.Max(length, 1);
    }

    private static Clause ClauseOf(ReadOnlySpan<byte> word)
    {
        if (word.Length is < 2 or > 4)
            return Clause.None;
        return (word[0] | 0x20) switch
        {
            'f' when Ascii.EqualsIgnoreCase(word, "from"u8) => Clause.From,
            'f' when Ascii.EqualsIgnoreCase(word, "for"u8) => Clause.For,
            'b' when Ascii.EqualsIgnoreCase(word, "by"u8) => Clause.By,
            'v' when Ascii.EqualsIgnoreCase(word, "via"u8) => Clause.Via,
            'w' when Ascii.EqualsIgnoreCase(word, "with"u8) => Clause.With,
            'i' when Ascii.EqualsIgnoreCase(word, "id"u8) => Clause.Id,
            _ => Clause.None,
        };
    }

    /// <summary>"(envelope-from &lt;a@b&gt;)" of Exim, Dovecot and others, "(envelope-sender &lt;a@b&gt;)" of qmail's relatives; and that the client logged in:
    /// "(authenticated)" and "(authenticated bits=0)" of Sendmail, "(Authenticated sender: joe)" of Postfix, "(AUTH: LOGIN joe)" of Courier, "(account joe)" of CommuniGate.</summary>
    private static void TakeNote(ReadOnlySpan<byte> comment, ref ReceivedLine line)
    {
        if (comment.IsEmpty)
            return;
        switch (comment[0] | 0x20)
        {
            case 'e' when BeginsWith(comment, "envelope-from"u8):
                TakeEnvelopeFrom(comment[13..], ref line);
                break;
            case 'e' when BeginsWith(comment, "envelope-sender"u8):
                TakeEnvelopeFrom(comment[15..], ref line);
                break;
            case 'a':
                line.IsAuthenticated |= BeginsWith(comment, "authenticated "u8) || Ascii.EqualsIgnoreCase(comment, "authenticated"u8) || BeginsWith(comment, "auth: "u8) || BeginsWith(comment, "account "u8);
                break;
        }
    }

    private static void TakeEnvelopeFrom(ReadOnlySpan<byte> path, ref ReceivedLine line)
    {
        if (line.HasEnvelopeFrom)
            return;
        line.HasEnvelopeFrom = true;
        line.EnvelopeFrom = path.Trim(" \t\r\n:="u8);
    }

    private static bool BeginsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) => text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);
}
