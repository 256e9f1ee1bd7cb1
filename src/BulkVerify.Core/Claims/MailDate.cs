namespace BulkVerify.Claims;

/// <summary>
/// Reads dates as mail writes them, as seconds of the Unix epoch: date-time of RFC 5322 §3.3 with its obsolete forms (§4.3: years of two and three digits,
/// named zones, comments), and the asctime form of mbox separators (RFC 4155). The parts are told apart by their shape, so that
/// a missing comma, a zone in front of the year or a fraction of a second does no harm. A missing zone is UTC.
/// </summary>
public static class MailDate
{
    /// <summary>Longer texts are cut: no date needs more.</summary>
    private const int MaxLength = 256;

    private static readonly System.Buffers.SearchValues<byte> Letters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>The time that the text names; null when it names none.</summary>
    public static long? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxLength)
            text = text[..MaxLength];
        if (TryParseUsual(text, out Parts usual))
            return usual.ToUnixSeconds();
        var parts = new Parts { Day = -1, Month = -1, Year = -1, Seconds = -1 };
        int index = 0;
        while ((index = SkipSeparators(text, index)) < text.Length)
        {
            int end = index;
            while (end < text.Length && !IsSeparator(text[end]))
                end++;
            if (!parts.Take(text[index..end]))
                break;
            index = end;
        }
        return parts.ToUnixSeconds();
    }

    /// <summary>"Thu, 01 Jan 2026 00:08:06 +0000", as nearly all mail writes it; what follows the zone is not part of any date.</summary>
    private static bool TryParseUsual(ReadOnlySpan<byte> text, out Parts parts)
    {
        parts = default;
        int start = 0;
        while (start < text.Length && Cfws.IsWhiteSpace(text[start]))
            start++;
        text = text[start..];
        if (text.Length < 30 || text[3] != (byte)',' || text[4] != (byte)' ' || text[..3].ContainsAnyExcept(Letters) || Parts.MonthOf(text[..3]) > 0)
            return false;
        text = text[5..];
        int dayDigits = text[1] == (byte)' ' ? 1 : 2;
        parts.Day = Digits(text[..dayDigits]);
        text = text[dayDigits..];
        // " Jan 2026 00:08:06 +0000"
        if (text.Length < 24 || text[0] != (byte)' ' || text[4] != (byte)' ' || text[9] != (byte)' ' || text[12] != (byte)':' || text[15] != (byte)':' || text[18] != (byte)' ')
            return false;
        if ((text.Length > 24 && !IsSeparator(text[24])) || text[19] is not ((byte)'+' or (byte)'-'))
            return false;
        parts.Month = Parts.MonthOf(text[1..4]);
        parts.Year = Digits(text[5..9]);
        int hour = Digits(text[10..12]), minute = Digits(text[13..15]), second = Digits(text[16..18]), zoneHours = Digits(text[20..22]), zoneMinutes = Digits(text[22..24]);
        if ((parts.Day | parts.Month | parts.Year | hour | minute | second | zoneHours | zoneMinutes) < 0 || hour > 23 || minute > 59 || second > 60 || zoneMinutes > 59)
            return false;
        parts.Seconds = (hour * 3600) + (minute * 60) + second;
        parts.SetZone(((zoneHours * 3600) + (zoneMinutes * 60)) * (text[19] == (byte)'-' ? -1 : 1));
        return true;
    }

    /// <summary>The number that the digits make; -1 when one is none.</summary>
    private static int Digits(ReadOnlySpan<byte> digits)
    {
        int number = 0;
        foreach (byte digit in digits)
        {
            if ((uint)(digit - '0') > 9)
                return -1;
            number = (number * 10) + digit - '0';
        }
        return number;
    }

    private static bool IsSeparator(byte octet) => Cfws.IsWhiteSpace(octet) || octet is (byte)',' or (byte)'(' or (byte)';';

    private static int SkipSeparators(ReadOnlySpan<byte> text, int index)
    {
        while (index < text.Length && IsSeparator(text[index]))
            index = text[index] == (byte)'(' ? Cfws.CommentEnd(text, index) : index + 1;
        return index;
    }

    private struct Parts
    {
        public int Day, Month, Year;

        /// <summary>Seconds of the day, -1 until the time was seen.</summary>
        public int Seconds;

        /// <summary>Offset of the zone in seconds east of UTC.</summary>
        private int _zone;
        private bool _zoneSeen;

        public void SetZone(int seconds) => (_zone, _zoneSeen) = (seconds, true);

        /// <summary>Takes the next word. False when nothing after it can belong to the date.</summary>
        public bool Take(ReadOnlySpan<byte> word)
        {
            if (char.IsAsciiDigit((char)word[0]))
                return word.Contains((byte)':') ? TakeTime(word) : TakeNumber(word);
            if (Seconds >= 0 && !_zoneSeen && word[0] is (byte)'+' or (byte)'-')
                return TakeOffset(word);
            if (Month < 0 && MonthOf(word) is var month and > 0)
                Month = month;
            else if (Seconds >= 0 && !_zoneSeen)
                TakeZoneName(word);
            return true;
        }

        public readonly long? ToUnixSeconds()
        {
            if (Seconds < 0 || Month < 1 || Year is < 1 or > 9999 || Day < 1 || Day > DateTime.DaysInMonth(Year, Month))
                return null;
            long days = new DateTime(Year, Month, Day, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerDay;
            return (days * 86400) + Seconds - _zone - 62135596800L;
        }

        private bool TakeNumber(ReadOnlySpan<byte> word)
        {
            if (!System.Buffers.Text.Utf8Parser.TryParse(word, out int number, out int used) || used != word.Length)
                return Day < 0 && Year < 0 && TakeDashed(word);
            if (Day < 0 && word.Length <= 2)
                Day = number;
            else if (Year < 0)
                Year = FullYear(number, word.Length);
            else
                return false;
            return true;
        }

        /// <summary>"07-Dec-2024".</summary>
        private bool TakeDashed(ReadOnlySpan<byte> word)
        {
            int dash = word.IndexOf((byte)'-');
            int second = dash < 0 ? -1 : word[(dash + 1)..].IndexOf((byte)'-');
            if (second < 0 || Month >= 0)
                return false;
            Month = MonthOf(word.Slice(dash + 1, second));
            return Month > 0 && TakeNumber(word[..dash]) && TakeNumber(word[(dash + second + 2)..]);
        }

        /// <summary>RFC 5322 §4.3: 00 to 49 are 2000 to 2049, 50 to 99 and three digits count from 1900.</summary>
        private static int FullYear(int number, int digits) => digits switch
        {
            2 => number < 50 ? number + 2000 : number + 1900,
            3 => number + 1900,
            4 => number,
            _ => -1,
        };

        private bool TakeTime(ReadOnlySpan<byte> word)
        {
            Span<int> fields = stackalloc int[3];
            int count = 0;
            while (count < 3 && System.Buffers.Text.Utf8Parser.TryParse(word, out int number, out int used) && used <= 2)
            {
                fields[count++] = number;
                word = word[used..];
                if (word.IsEmpty || word[0] != (byte)':')
                    break;
                word = word[1..];
            }
            // RFC 5322 §3.3: second 60 is a leap second.
            if (Seconds >= 0 || count < 2 || fields[0] is < 0 or > 23 || fields[1] is < 0 or > 59 || fields[2] is < 0 or > 60)
                return false;
            Seconds = (fields[0] * 3600) + (fields[1] * 60) + fields[2];
            int zone = word.IndexOfAny("+-Z"u8);
            return zone < 0 || Take(word[zone..]);
        }

        private bool TakeOffset(ReadOnlySpan<byte> word)
        {
            ReadOnlySpan<byte> hourDigits = word.Length > 2 ? word[1..3] : [];
            ReadOnlySpan<byte> minuteDigits = word.Length switch { 5 => word[3..5], 6 when word[3] == (byte)':' => word[4..6], _ => [] };
            if (minuteDigits.IsEmpty || hourDigits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || minuteDigits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                return false;
            int hours = ((hourDigits[0] - '0') * 10) + hourDigits[1] - '0';
            int minutes = ((minuteDigits[0] - '0') * 10) + minuteDigits[1] - '0';
            if (minutes > 59)
                return false;
            _zone = ((hours * 3600) + (minutes * 60)) * (word[0] == (byte)'-' ? -1 : 1);
            _zoneSeen = true;
            return true;
        }

        /// <summary>Names of RFC 5322 §4.3; single letters and unknown names are UTC there. CET and CEST and the like are in comments where mail is well formed.</summary>
        private void TakeZoneName(ReadOnlySpan<byte> word)
        {
            int sign = word.IndexOfAny((byte)'+', (byte)'-');
            if (sign > 0)
            {
                _zoneSeen = TakeOffset(word[sign..]);
                return;
            }
            if (word.Length != 3 || (word[2] | 0x20) != 't')
                return;
            int hours = (word[0] | 0x20) switch { 'e' => -5, 'c' => -6, 'm' => -7, 'p' => -8, _ => 0 };
            if (hours == 0 || (word[1] | 0x20) is not ('s' or 'd'))
                return;
            _zone = (hours + ((word[1] | 0x20) == 'd' ? 1 : 0)) * 3600;
            _zoneSeen = true;
        }

        /// <summary>1 to 12 for a month's name or its beginning of three letters, else -1.</summary>
        public static int MonthOf(ReadOnlySpan<byte> word)
        {
            if (word.Length is < 3 or > 9)
                return -1;
            return (((word[0] | 0x20) << 16) | ((word[1] | 0x20) << 8) | word[2] | 0x20) switch
            {
                0x6a616e => 1,
                0x666562 => 2,
                0x6d6172 => 3,
                0x617072 => 4,
                0x6d6179 => 5,
                0x6a756e => 6,
                0x6a756c => 7,
                0x617567 => 8,
                0x736570 => 9,
                0x6f6374 => 10,
                0x6e6f76 => 11,
                0x646563 => 12,
                _ => -1,
            };
        }
    }
}
