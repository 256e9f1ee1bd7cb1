namespace BulkVerify.Archives;

/// <summary>
/// Finds mbox separators in a buffer. A separator is a line "From " with a sender and a date, with one token, or with nothing, at the start of the archive (a byte
/// order mark and blank lines may precede) or after an empty line, and followed by a header field. In a loose archive the empty line may be missing where there is more
/// than "From ". Pure functions over spans: what cannot be decided from the bytes at hand is <see cref="SeparatorMatch.Undecided"/>, so that any way of cutting the archive gives the same messages.
/// </summary>
internal static class MboxFramer
{
    /// <summary>Bytes of look-ahead that always suffice to decide: a separator line, a line above the fields, and the name of the field after that.</summary>
    public const int LookAhead = (2 * MaxSeparatorLine) + MaxFieldName;

    /// <summary>Bytes before a place that show whether an empty line precedes a separator there.</summary>
    public const int LookBehind = 4;

    private const int MaxSeparatorLine = 1024;
    private const int MaxFieldName = 256;

    /// <summary>The first separator that begins at or after <paramref name="from"/>.</summary>
    /// <param name="buffer">Bytes of the archive from an arbitrary place.</param>
    /// <param name="from">First offset to look at.</param>
    /// <param name="separators">Whether an empty line must precede.</param>
    /// <param name="atArchiveStart">True when the buffer begins at the start of the archive.</param>
    /// <param name="isFinal">True when nothing follows the buffer.</param>
    /// <param name="headerStart">Offset of the first byte after the separator line.</param>
    /// <returns>Offset of the separator; or where to go on when undecided; or -1.</returns>
    public static int Find(ReadOnlySpan<byte> buffer, int from, MboxSeparators separators, bool atArchiveStart, bool isFinal, out SeparatorMatch match, out int headerStart)
    {
        bool passesQuoted = false;
        return Find(buffer, from, separators, atArchiveStart, isFinal, ref passesQuoted, out match, out headerStart);
    }

    /// <summary>The same, and <paramref name="passesQuoted"/> becomes true when it passes over "&gt;From ", wherever in a line: without, no line looked at is a quoted separator.</summary>
    public static int Find(
        ReadOnlySpan<byte> buffer, int from, MboxSeparators separators, bool atArchiveStart, bool isFinal, ref bool passesQuoted, out SeparatorMatch match, out int headerStart)
    {
        int position = from;
        while (true)
        {
            int candidate = NextCandidate(buffer, position, separators, atArchiveStart, ref passesQuoted);
            if (candidate < 0)
            {
                match = SeparatorMatch.None;
                headerStart = 0;
                return -1;
            }
            match = Classify(buffer[candidate..], isFinal, out int length);
            headerStart = candidate + length;
            if (match != SeparatorMatch.None)
                return candidate;
            position = candidate + 1;
        }
    }

    /// <summary>True when a separator begins exactly at <paramref name="at"/>, whatever precedes it.</summary>
    public static bool IsSeparatorAt(ReadOnlySpan<byte> buffer, int at) =>
        buffer[at..].StartsWith("From "u8) && Classify(buffer[at..], isFinal: true, out _) == SeparatorMatch.Found;

    /// <summary>True when an empty line stands before the line that begins at <paramref name="line"/>.</summary>
    public static bool FollowsEmptyLine(ReadOnlySpan<byte> buffer, int line)
    {
        int end = line - 1;
        if (end < 0 || buffer[end] != (byte)'\n')
            return false;
        if (end > 0 && buffer[end - 1] == (byte)'\r')
            end--;
        return end > 0 && buffer[end - 1] == (byte)'\n';
    }

    /// <summary>End of the message whose separator's successor begins at <paramref name="next"/>: one empty line before it is the mbox's, not the message's.</summary>
    public static int TrimClosingEmptyLine(ReadOnlySpan<byte> buffer, int start, int next)
    {
        if (next - start < 2 || buffer[next - 1] != (byte)'\n')
            return next;
        int before = buffer[next - 2] == (byte)'\r' ? next - 2 : next - 1;
        return before > start && buffer[before - 1] == (byte)'\n' ? before : next;
    }

    private static int NextCandidate(ReadOnlySpan<byte> buffer, int from, MboxSeparators separators, bool atArchiveStart, ref bool passesQuoted)
    {
        // From the end: behind a line of text, which every separator but the first has before it, this ends at once.
        if (atArchiveStart && buffer[..Math.Min(from, buffer.Length)].LastIndexOfAnyExcept(" \t\r\n\uFEFF"u8) < 0)
        {
            int first = SkipLeadingBlankLines(buffer);
            if (first >= from && StartsWithFrom(buffer[first..]))
                return first;
        }
        int position = Math.Min(from, buffer.Length);
        while (true)
        {
            // Without the newline: its first and last octets, which are what is searched for, are rarely that far apart in text.
            int found = buffer[position..].IndexOf("From "u8);
            if (found < 0)
                return PartialCandidate(buffer, from, separators);
            int line = position + found;
            if (MayBegin(buffer, line, separators))
                return line;
            passesQuoted |= line > 0 && buffer[line - 1] == (byte)'>';
            position = line + 5;
        }
    }

    /// <summary>The buffer may end within "\nFrom ": such an end is a candidate too, which classifying leaves undecided.</summary>
    private static int PartialCandidate(ReadOnlySpan<byte> buffer, int from, MboxSeparators separators)
    {
        int line = buffer.LastIndexOf((byte)'\n') + 1;
        ReadOnlySpan<byte> rest = buffer[line..];
        return rest.Length < 5 && line >= from && "From "u8.StartsWith(rest) && MayBegin(buffer, line, separators) ? line : -1;
    }

    private static bool StartsWithFrom(ReadOnlySpan<byte> rest) => rest.StartsWith("From "u8) || (rest.Length < 5 && "From "u8.StartsWith(rest));

    private static bool MayBegin(ReadOnlySpan<byte> buffer, int line, MboxSeparators separators) =>
        FollowsEmptyLine(buffer, line)
        || (separators == MboxSeparators.Loose && line > 0 && buffer[line - 1] == (byte)'\n' && buffer[line..] is not [_, _, _, _, _, (byte)'\r' or (byte)'\n', ..]);

    private static int SkipLeadingBlankLines(ReadOnlySpan<byte> buffer)
    {
        int start = buffer.StartsWith("\uFEFF"u8) ? 3 : 0;
        int text = buffer[start..].IndexOfAnyExcept(" \t\r\n"u8);
        int end = text < 0 ? buffer.Length : start + text;
        int newline = buffer[start..end].LastIndexOf((byte)'\n');
        return newline < 0 ? start : start + newline + 1;
    }

    private static SeparatorMatch Classify(ReadOnlySpan<byte> rest, bool isFinal, out int length)
    {
        length = 0;
        SeparatorMatch more = isFinal ? SeparatorMatch.None : SeparatorMatch.Undecided;
        int newline = rest[..Math.Min(rest.Length, MaxSeparatorLine)].IndexOf((byte)'\n');
        if (newline < 0)
            return rest.Length < MaxSeparatorLine ? more : SeparatorMatch.None;
        ReadOnlySpan<byte> line = rest[..newline];
        if (line.Length > 0 && line[^1] == (byte)'\r')
            line = line[..^1];
        // Thunderbird writes "From " alone.
        bool isBare = line.Length == 5;
        if (!isBare && !SeparatorLine.IsWellFormed(line[5..]))
            return SeparatorMatch.None;
        length = newline + 1;
        return FieldFollows(rest[length..], isBare, isFinal);
    }

    /// <summary>A header field begins with its name and a colon. Before the first one a <see cref="LineAboveFields"/> may stand.</summary>
    /// <param name="isBare">True behind "From " alone, which text may wrap to before an address of the web.</param>
    private static SeparatorMatch FieldFollows(ReadOnlySpan<byte> rest, bool isBare, bool isFinal)
    {
        SeparatorMatch more = isFinal ? SeparatorMatch.None : SeparatorMatch.Undecided;
        if (!isFinal && LineAboveFields.MayBegin(rest))
            return more;
        if (LineAboveFields.Begins(rest))
        {
            int newline = rest[..Math.Min(rest.Length, MaxSeparatorLine)].IndexOf((byte)'\n');
            if (newline < 0)
                return rest.Length < MaxSeparatorLine ? more : SeparatorMatch.None;
            rest = rest[(newline + 1)..];
        }
        int limit = Math.Min(rest.Length, MaxFieldName);
        for (int i = 0; i < limit; i++)
        {
            byte c = rest[i];
            if (c == (byte)':' && isBare && i + 2 >= rest.Length && !isFinal)
                return more;
            if (c == (byte)':')
                return i > 0 && !(isBare && rest[i..].StartsWith("://"u8)) ? SeparatorMatch.Found : SeparatorMatch.None;
            if (c is (byte)' ' or (byte)'\t')
                return i > 0 && rest[i..].TrimStart(" \t"u8) is [(byte)':', ..] ? SeparatorMatch.Found : SeparatorMatch.None;
            if (c is < 33 or > 126)
                return SeparatorMatch.None;
        }
        return limit < MaxFieldName ? more : SeparatorMatch.None;
    }
}
