namespace BulkVerify.Archives;

/// <summary>Recognizes mail behind something else: an mbox that begins within a message, a zip behind a program or other bytes.</summary>
internal static class HeadRecognizer
{
    /// <summary>True when what the first bytes look like is to be looked at again: nothing, or one message in a file whose name does not say so.</summary>
    public static bool Suits(ContentKind begins, string path) => begins == ContentKind.NotMail || (begins == ContentKind.Message && !IsMessageByName(path));

    /// <summary>What a file is.</summary>
    /// <param name="sample">Of the file, its end included.</param>
    /// <param name="begins">What its first bytes look like; returned when nothing else is found.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ContentKind Recognize(string path, ReadOnlySpan<byte> sample, ContentKind begins, bool isNamed)
    {
        bool mayBeZip = begins == ContentKind.NotMail && sample.LastIndexOf("PK\u0005\u0006"u8) >= 0;
        if (!mayBeZip && !isNamed)
            return HeadlessMbox.IsIn(sample[..Math.Min(sample.Length, HeadlessMbox.Sample)], begins, isNamed) ? ContentKind.Mbox : begins;
        using FileStream file = File.OpenRead(path);
        if (mayBeZip && ListedZip.HasPrefix(file))
            return ContentKind.Zip;
        byte[] start = new byte[(int)Math.Min(file.Length, isNamed ? HeadlessMbox.NamedSample : HeadlessMbox.Sample)];
        return HeadlessMbox.IsIn(start.AsSpan(0, FileSample.ReadAt(file.SafeFileHandle, 0, start)), begins, isNamed) ? ContentKind.Mbox : begins;
    }

    /// <summary>What a stream is, and the stream with what was looked at.</summary>
    /// <param name="source">The stream itself, which may be one to seek in.</param>
    /// <param name="stream">The same at its beginning.</param>
    public static async ValueTask<(PrefixedStream Stream, ContentKind Kind)> RecognizeAsync(
        Stream source, PrefixedStream stream, ContentKind begins, bool isNamed, CancellationToken cancellation)
    {
        if (source.CanSeek && begins == ContentKind.NotMail)
        {
            long position = source.Position;
            bool isZip = ListedZip.HasPrefix(source);
            source.Position = position;
            if (isZip)
                return (stream, ContentKind.Zip);
        }
        (stream, ReadOnlyMemory<byte> sample) = await PrefixedStream.PeekAsync(stream, isNamed ? HeadlessMbox.NamedSample : HeadlessMbox.Sample, cancellation).ConfigureAwait(false);
        return (stream, HeadlessMbox.IsIn(sample.Span, begins, isNamed) ? ContentKind.Mbox : begins);
    }

    /// <summary>True for files that hold one message whatever is in it.</summary>
    private static bool IsMessageByName(string path) =>
        path.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) || Path.GetFileName(Path.GetDirectoryName(path)) is "cur" or "new";
}
