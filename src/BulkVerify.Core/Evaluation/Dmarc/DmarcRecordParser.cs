using System.Buffers.Text;
using System.Text;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Reads the joined character-strings of one TXT record as a DMARC policy record (RFC 9989 §4.7, §4.8). Never throws.</summary>
public static class DmarcRecordParser
{
    /// <summary>The record; null when the text is no DMARC record at all.</summary>
    public static DmarcRecord? TryParse(ReadOnlySpan<byte> text)
    {
        var tags = new TagList(text);
        if (!IsVersion(ref tags))
            return null;
        var builder = new Builder();
        while (tags.MoveNext())
        {
            if (tags.IsMalformed)
                builder.Errors |= DmarcRecordErrors.StrayText;
            else
                builder.Add(tags.Name, tags.Value);
        }
        return builder.ToRecord(text);
    }

    /// <summary>True when the text has the v= tag of a DMARC record in first place.</summary>
    public static bool IsRecord(ReadOnlySpan<byte> text)
    {
        var tags = new TagList(text);
        return IsVersion(ref tags);
    }

    // RFC 9989 §4.7 "v": first tag, and its value case-sensitive.
    private static bool IsVersion(ref TagList tags) =>
        tags.MoveNext() && !tags.IsMalformed && Ascii.EqualsIgnoreCase(tags.Name, "v"u8) && tags.Value.SequenceEqual("DMARC1"u8);

    private struct Builder
    {
        public DmarcRecordErrors Errors;
        private Tag _seen;
        private DmarcPolicy? _policy, _subdomain, _nonexistent;
        private AlignmentMode _dkim, _spf;
        private PublicSuffixFlag _publicSuffix;
        private bool _testing;
        private string? _failureOptions;
        private List<string>? _aggregate, _failure;
        private int? _percentage;

        public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            Tag tag = TagOf(name);
            if (tag == Tag.Unknown)
            {
                Errors |= DmarcRecordErrors.UnknownTag;
                return;
            }
            if ((_seen & tag) != 0)
            {
                Errors |= DmarcRecordErrors.RepeatedTag;
                return;
            }
            _seen |= tag;
            switch (tag)
            {
                case Tag.P: _policy = ReadPolicy(value, DmarcRecordErrors.InvalidPolicy); break;
                case Tag.Sp: _subdomain = ReadPolicy(value, DmarcRecordErrors.InvalidSubdomainPolicy); break;
                case Tag.Np: _nonexistent = ReadPolicy(value, DmarcRecordErrors.InvalidNonexistentPolicy); break;
                case Tag.Adkim: _dkim = ReadAlignment(value); break;
                case Tag.Aspf: _spf = ReadAlignment(value); break;
                case Tag.Psd: _publicSuffix = ReadPublicSuffix(value); break;
                case Tag.T: _testing = ReadTesting(value); break;
                case Tag.Fo: _failureOptions = ReadFailureOptions(value); break;
                case Tag.Rua: _aggregate = ReadUris(value); break;
                case Tag.Ruf: _failure = ReadUris(value); break;
                case Tag.Pct: _percentage = ReadPercentage(value); break;
                case Tag.V: Errors |= DmarcRecordErrors.RepeatedTag; break;
                default: Errors |= DmarcRecordErrors.LegacyTag; break;
            }
        }

        public readonly DmarcRecord ToRecord(ReadOnlySpan<byte> text) => new()
        {
            Policy = _policy,
            SubdomainPolicy = _subdomain,
            NonexistentPolicy = _nonexistent,
            DkimAlignment = _dkim,
            SpfAlignment = _spf,
            PublicSuffix = _publicSuffix,
            Testing = _testing,
            FailureOptions = _failureOptions ?? "0",
            AggregateReportUris = _aggregate ?? [],
            FailureReportUris = _failure ?? [],
            Percentage = _percentage,
            Errors = (_seen & Tag.P) == 0 ? Errors | DmarcRecordErrors.MissingPolicy : Errors,
            Text = Encoding.UTF8.GetString(text[..Math.Min(text.Length, DmarcRecord.MaxTextLength)]),
        };

        // RFC 9989 §4.8: the values are ABNF strings, so case means nothing.
        private DmarcPolicy? ReadPolicy(ReadOnlySpan<byte> value, DmarcRecordErrors error)
        {
            if (Ascii.EqualsIgnoreCase(value, "none"u8))
                return DmarcPolicy.None;
            if (Ascii.EqualsIgnoreCase(value, "quarantine"u8))
                return DmarcPolicy.Quarantine;
            if (Ascii.EqualsIgnoreCase(value, "reject"u8))
                return DmarcPolicy.Reject;
            Errors |= error;
            return null;
        }

        private AlignmentMode ReadAlignment(ReadOnlySpan<byte> value)
        {
            if (Ascii.EqualsIgnoreCase(value, "s"u8))
                return AlignmentMode.Strict;
            if (!Ascii.EqualsIgnoreCase(value, "r"u8))
                Errors |= DmarcRecordErrors.InvalidAlignment;
            return AlignmentMode.Relaxed;
        }

        private PublicSuffixFlag ReadPublicSuffix(ReadOnlySpan<byte> value)
        {
            if (Ascii.EqualsIgnoreCase(value, "y"u8))
                return PublicSuffixFlag.PublicSuffix;
            if (Ascii.EqualsIgnoreCase(value, "n"u8))
                return PublicSuffixFlag.Organizational;
            if (!Ascii.EqualsIgnoreCase(value, "u"u8))
                Errors |= DmarcRecordErrors.InvalidPublicSuffixFlag;
            return PublicSuffixFlag.Unknown;
        }

        private bool ReadTesting(ReadOnlySpan<byte> value)
        {
            if (Ascii.EqualsIgnoreCase(value, "y"u8))
                return true;
            if (!Ascii.EqualsIgnoreCase(value, "n"u8))
                Errors |= DmarcRecordErrors.InvalidTesting;
            return false;
        }

        private string? ReadFailureOptions(ReadOnlySpan<byte> value)
        {
            if (DmarcFailureOptions.TryRead(value, out string options))
                return options;
            Errors |= DmarcRecordErrors.InvalidFailureOptions;
            return null;
        }

        private List<string>? ReadUris(ReadOnlySpan<byte> value)
        {
            List<string> uris = DmarcReportUris.Read(value, out bool allValid);
            if (!allValid)
                Errors |= DmarcRecordErrors.InvalidReportUri;
            return uris;
        }

        private int? ReadPercentage(ReadOnlySpan<byte> value)
        {
            Errors |= DmarcRecordErrors.LegacyTag;
            return Utf8Parser.TryParse(value, out int percentage, out int used) && used == value.Length && percentage is >= 0 and <= 100 ? percentage : null;
        }
    }

    [Flags]
    private enum Tag : ushort
    {
        Unknown = 0,
        V = 1 << 0,
        P = 1 << 1,
        Sp = 1 << 2,
        Np = 1 << 3,
        Adkim = 1 << 4,
        Aspf = 1 << 5,
        Psd = 1 << 6,
        T = 1 << 7,
        Fo = 1 << 8,
        Rua = 1 << 9,
        Ruf = 1 << 10,
        Pct = 1 << 11,
        Rf = 1 << 12,
        Ri = 1 << 13,
    }

    private static Tag TagOf(ReadOnlySpan<byte> name)
    {
        Span<byte> lower = stackalloc byte[5];
        if (name.Length > lower.Length)
            return Tag.Unknown;
        Ascii.ToLower(name, lower, out int length);
        ReadOnlySpan<byte> tag = lower[..length];
        return tag switch
        {
            [(byte)'v'] => Tag.V,
            [(byte)'p'] => Tag.P,
            [(byte)'s', (byte)'p'] => Tag.Sp,
            [(byte)'n', (byte)'p'] => Tag.Np,
            [(byte)'a', (byte)'d', (byte)'k', (byte)'i', (byte)'m'] => Tag.Adkim,
            [(byte)'a', (byte)'s', (byte)'p', (byte)'f'] => Tag.Aspf,
            [(byte)'p', (byte)'s', (byte)'d'] => Tag.Psd,
            [(byte)'t'] => Tag.T,
            [(byte)'f', (byte)'o'] => Tag.Fo,
            [(byte)'r', (byte)'u', (byte)'a'] => Tag.Rua,
            [(byte)'r', (byte)'u', (byte)'f'] => Tag.Ruf,
            [(byte)'p', (byte)'c', (byte)'t'] => Tag.Pct,
            [(byte)'r', (byte)'f'] => Tag.Rf,
            [(byte)'r', (byte)'i'] => Tag.Ri,
            _ => Tag.Unknown,
        };
    }
}
