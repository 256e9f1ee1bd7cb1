namespace BulkVerify.Archives;

/// <summary>Recognizes an mbox whose beginning is missing, such as the end of a longer one: it begins within a message. Texts that merely quote a message are no mbox.</summary>
internal static class HeadlessMbox
{
    /// <summary>Bytes in which the first separator of a file that the user named is looked for.</summary>
    public const int NamedSample = 4 << 20;

    /// <summary>Bytes in which separators of other files and of members are looked for.</summary>
    public const int Sample = 64 << 10;

    /// <summary>True when messages of an mbox follow something that is not the beginning of one.</summary>
    /// <param name="sample">The first bytes of the file.</param>
    /// <param name="begins">What these bytes look like by themselves: nothing, or one message.</param>
    /// <param name="isNamed">True for a file that the user named. Of another, two messages tell it from a text with an example in it.</param>
    public static bool IsIn(ReadOnlySpan<byte> sample, ContentKind begins, bool isNamed)
    {
        if (!isNamed && sample.Contains((byte)0))
            return false;
        int wanted = (isNamed ? 1 : 2) + (begins == ContentKind.Message ? 1 : 0);
        for (int position = 0; wanted > 0; wanted--)
        {
            int headerStart;
            do
            {
                position = MboxFramer.Find(sample, position, MboxSeparators.Strict, atArchiveStart: false, isFinal: true, out SeparatorMatch match, out headerStart);
                if (match != SeparatorMatch.Found)
                    return false;
                position = headerStart;
            }
            while (!MessageHead.IsHeader(sample[headerStart..]) || MessageHead.IsPatch(sample[..headerStart]));
        }
        return true;
    }

    /// <summary>The fault of what stands before the first separator.</summary>
    public static Fault Head(string archive, long length) => new(
        FaultKind.Damaged, archive, 0,
        FormattableString.Invariant($"bytes 0 to {length - 1} ({length} bytes) before the first separator are the end of a message whose beginning is missing; they were not verified, what follows them was."));
}
