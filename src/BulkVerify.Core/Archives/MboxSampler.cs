namespace BulkVerify.Archives;

/// <summary>Decides the form of an mbox from a fixed sample of its first bytes, so that every run decides alike.</summary>
internal static class MboxSampler
{
    /// <summary>Bytes of the sample.</summary>
    public const int SampleLength = 4 << 20;

    /// <summary>Messages without an empty line before them that make an archive loose where no separator has one: text may quote one.</summary>
    private const int LooseEvidence = 2;

    /// <summary>The same where some have one.</summary>
    private const int MixedEvidence = 4;

    /// <summary>Separators after an empty line, for each without one, that an archive may have and be loose: where the writer puts none, the text before may end in one.
    /// Text that quotes messages whole is much rarer.</summary>
    private const int LooseShare = 10;

    /// <summary>What <paramref name="variant"/> and <paramref name="separators"/> leave open is decided.</summary>
    public static MboxForm Decide(ReadOnlySpan<byte> sample, bool isWhole, MboxVariant? variant = null, MboxSeparators separators = MboxSeparators.Auto)
    {
        (int after, int others) = separators == MboxSeparators.Loose ? (0, 0) : CountSeparators(sample, isWhole);
        if (separators == MboxSeparators.Auto)
            separators = others >= (after == 0 ? LooseEvidence : MixedEvidence) && LooseShare * others >= after ? MboxSeparators.Loose : MboxSeparators.Strict;
        return new MboxForm(variant ?? Variant(sample, isWhole, separators), separators, separators == MboxSeparators.Loose ? 0 : others);
    }

    /// <summary>
    /// Lengths that land on separators make it cl or cl2 (cl when quoted lines occur); ">>From " or the separators of public-inbox make it rd; anything else is o, the ambiguous one. Most lengths
    /// in vain are those of a cl whose line ends were converted, where ">>From " is what the author wrote. Messages whose body hashes tell another reading are read by that.
    /// </summary>
    private static MboxVariant Variant(ReadOnlySpan<byte> sample, bool isWhole, MboxSeparators separators)
    {
        // Thunderbird quotes as mboxrd does where its separators say nothing else.
        if (sample.StartsWith("From \n"u8) || sample.StartsWith("From \r\n"u8))
            return MboxVariant.Rd;
        if (sample.StartsWith("From mboxrd@z "u8) || sample.IndexOf("\n\nFrom mboxrd@z "u8) >= 0)
            return MboxVariant.Rd;
        bool quoted = sample.IndexOf("\n>From "u8) >= 0;
        (int landing, int vain, int without) = CountLengths(sample, isWhole, separators);
        if (landing > vain + without)
            return quoted ? MboxVariant.Cl : MboxVariant.Cl2;
        return vain <= landing + without && sample.IndexOf("\n>>From "u8) >= 0 ? MboxVariant.Rd : MboxVariant.O;
    }

    /// <summary>Messages whose Content-Length lands on a separator or the end, whose does not, and that have none.</summary>
    private static (int Landing, int Vain, int Without) CountLengths(ReadOnlySpan<byte> sample, bool isWhole, MboxSeparators separators)
    {
        int landing = 0, vain = 0, without = 0, position = 0;
        while ((position = MboxFramer.Find(sample, position, separators, atArchiveStart: true, isWhole, out SeparatorMatch match, out int headerStart)) >= 0 && match == SeparatorMatch.Found)
        {
            int end = ContentLength.ExpectedEnd(sample, headerStart);
            position = headerStart;
            if (end > 0 && end <= sample.Length && ContentLength.Lands(sample, end, isWhole, out int next))
            {
                landing++;
                position = next;
            }
            else if (end < 0)
                without++;
            else if (end <= sample.Length)
                vain++;
        }
        return (landing, vain, without);
    }

    /// <summary>Separators after an empty line, the first not counted, and lines without one before them that head a message as surely.</summary>
    private static (int AfterEmptyLine, int Others) CountSeparators(ReadOnlySpan<byte> sample, bool isWhole)
    {
        int after = 0, others = 0, position = 0;
        bool? isPatchSeries = null;
        while ((position = MboxFramer.Find(sample, position, MboxSeparators.Loose, atArchiveStart: true, isWhole, out SeparatorMatch match, out int headerStart)) >= 0 && match == SeparatorMatch.Found)
        {
            bool isPatch = MessageHead.IsPatch(sample[position..headerStart]);
            if (isPatchSeries is null)
                isPatchSeries = isPatch;
            else if (MboxFramer.FollowsEmptyLine(sample, position))
                after++;
            else if (isPatchSeries == isPatch && MessageHead.IsHeader(sample[headerStart..]))
                others++;
            position = headerStart;
        }
        return (after, others);
    }
}
