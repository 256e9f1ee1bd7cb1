namespace BulkVerify.Archives;

/// <summary>Decides the variant of an mbox from a fixed sample of its first bytes, so that every run decides alike.</summary>
internal static class MboxSampler
{
    /// <summary>Bytes of the sample.</summary>
    public const int SampleLength = 4 << 20;

    /// <summary>
    /// Lengths that land on separators make it cl or cl2 (cl when quoted lines occur); ">>From " or the separators of public-inbox make it rd;
    /// anything else is o, the ambiguous one, where each message is read the way most of its body hashes match.
    /// </summary>
    public static MboxVariant Decide(ReadOnlySpan<byte> sample, bool isWhole)
    {
        // Thunderbird quotes as mboxrd does where its separators say nothing else.
        if (sample.StartsWith("From \n"u8) || sample.StartsWith("From \r\n"u8))
            return MboxVariant.Rd;
        if (sample.StartsWith("From mboxrd@z "u8) || sample.IndexOf("\n\nFrom mboxrd@z "u8) >= 0)
            return MboxVariant.Rd;
        bool quoted = sample.IndexOf("\n>From "u8) >= 0;
        (int landing, int missing) = CountLengths(sample, isWhole);
        if (landing > 0 && landing > missing)
            return quoted ? MboxVariant.Cl : MboxVariant.Cl2;
        return sample.IndexOf("\n>>From "u8) >= 0 ? MboxVariant.Rd : MboxVariant.O;
    }

    private static (int Landing, int Missing) CountLengths(ReadOnlySpan<byte> sample, bool isWhole)
    {
        int landing = 0, missing = 0, position = 0;
        while ((position = MboxFramer.Find(sample, position, atArchiveStart: true, isWhole, out SeparatorMatch match, out int headerStart)) >= 0 && match == SeparatorMatch.Found)
        {
            int end = ContentLength.ExpectedEnd(sample, headerStart);
            if (end > 0 && end <= sample.Length && ContentLength.Lands(sample, end, isWhole, out _))
                landing++;
            else if (end < 0 || end <= sample.Length)
                missing++;
            position = headerStart;
        }
        return (landing, missing);
    }
}
