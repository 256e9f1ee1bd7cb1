using System.Text;

namespace BulkVerify.Claims;

/// <summary>Collects list traces field by field.</summary>
internal sealed class ListTraceReader(NameTable names)
{
    /// <summary>Longest tag in brackets that is a list's.</summary>
    private const int MaxTagLength = 64;

    public void Take(HeaderId id, ReadOnlySpan<byte> value, ListTraces traces)
    {
        switch (id)
        {
            case HeaderId.ListId:
                TakeListId(value, traces);
                break;
            case HeaderId.ListPost when value.Contains((byte)'@'):
                traces.Flags |= ListTraceFlags.ListPost;
                break;
            case HeaderId.ListSoftware:
                traces.Flags |= ListTraceFlags.Software;
                break;
            case HeaderId.Precedence:
                ReadOnlySpan<byte> word = TagList.TrimWhiteSpace(value);
                traces.Flags |= Ascii.EqualsIgnoreCase(word, "list"u8) ? ListTraceFlags.PrecedenceList
                    : Ascii.EqualsIgnoreCase(word, "bulk"u8) || Ascii.EqualsIgnoreCase(word, "junk"u8) ? ListTraceFlags.PrecedenceBulk : ListTraceFlags.None;
                break;
            case HeaderId.Subject:
                TakeSubject(value, traces);
                break;
            case HeaderId.ResentFrom:
                traces.Flags |= ListTraceFlags.Resent;
                break;
            case HeaderId.XForwarded:
                traces.Flags |= ListTraceFlags.Forwarded;
                break;
        }
    }

    /// <summary>Traces in the reverse-path: sender rewriting of forwarders, and the names that list managers give their bounces.</summary>
    public static void TakeMailFrom(in ReversePath path, ListTraces traces)
    {
        ReadOnlySpan<char> local = path.LocalPart;
        if (RewrittenPath.Is(local))
            traces.Flags |= ListTraceFlags.RewrittenPath;
        else if (local.StartsWith("owner-", StringComparison.OrdinalIgnoreCase) || local.EndsWith("-owner", StringComparison.OrdinalIgnoreCase)
            || local.EndsWith("-bounces", StringComparison.OrdinalIgnoreCase) || local.Contains("-bounces+", StringComparison.OrdinalIgnoreCase)
            || local.Contains("+bounces-", StringComparison.OrdinalIgnoreCase))
            traces.Flags |= ListTraceFlags.ListPath;
    }

    private void TakeListId(ReadOnlySpan<byte> value, ListTraces traces)
    {
        traces.Flags |= ListTraceFlags.ListId;
        int open = value.LastIndexOf((byte)'<');
        ReadOnlySpan<byte> id = value[(open + 1)..];
        int close = open < 0 ? -1 : id.IndexOf((byte)'>');
        id = TagList.TrimWhiteSpace(close < 0 ? id : id[..close]);
        if (traces.ListId.Length == 0)
            traces.ListId = names.Text(id, ListTraces.MaxTextLength);
    }

    private void TakeSubject(ReadOnlySpan<byte> value, ListTraces traces)
    {
        ReadOnlySpan<byte> subject = TagList.TrimWhiteSpace(value);
        while (ReplyPrefix(subject) is var length and > 0)
            subject = TagList.TrimWhiteSpace(subject[length..]);
        if (subject.IsEmpty || subject[0] != (byte)'[')
            return;
        int close = subject.IndexOf((byte)']');
        if (close is < 2 or > MaxTagLength)
            return;
        traces.Flags |= ListTraceFlags.SubjectTag;
        traces.SubjectTag = names.Text(subject[1..close], ListTraces.MaxTextLength);
    }

    /// <summary>Length of "Re:", "Fwd:", "AW:" and other prefixes of two or three letters.</summary>
    private static int ReplyPrefix(ReadOnlySpan<byte> subject)
    {
        int letters = 0;
        while (letters < subject.Length && letters < 4 && char.IsAsciiLetter((char)subject[letters]))
            letters++;
        return letters is 2 or 3 && letters < subject.Length && subject[letters] == (byte)':' ? letters + 1 : 0;
    }
}
