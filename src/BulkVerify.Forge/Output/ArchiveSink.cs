using BulkVerify.Forge.Messages;

namespace BulkVerify.Forge.Output;

/// <summary>An archive that is being written.</summary>
internal abstract class ArchiveSink(ForgeArchive archive) : IDisposable
{
    public ForgeArchive Archive => archive;

    /// <param name="mailFrom">Reverse-path for the separator.</param>
    /// <param name="time">Receipt, seconds of the Unix epoch.</param>
    public abstract StoredMessage Write(Draft draft, string mailFrom, long time);

    public virtual void Dispose()
    {
    }

    public static ArchiveSink Open(string folder, ForgeArchive archive) => archive.Format switch
    {
        ArchiveFormat.Eml => new EmlSink(folder, archive),
        ArchiveFormat.Maildir => new MaildirSink(folder, archive),
        _ => new MboxSink(folder, archive),
    };

    /// <summary>The message with the archive's line ends.</summary>
    /// <param name="quotes">Tells the lines that get a '>'; null for none.</param>
    /// <param name="extraField">A field of the archive's own, below the others, without line end.</param>
    protected void Compose(Draft draft, ByteText output, Func<ReadOnlySpan<byte>, bool>? quotes, string? extraField = null)
    {
        foreach (string field in draft.Fields)
            output.Append(archive.Crlf ? field : field.Replace("\r\n", "\n", StringComparison.Ordinal));
        if (extraField is not null)
        {
            output.Append(extraField);
            output.Append(LineEnd);
        }
        output.Append(LineEnd);
        ReadOnlySpan<byte> body = draft.Body.Span;
        while (!body.IsEmpty)
        {
            int end = body.IndexOf("\r\n"u8);
            ReadOnlySpan<byte> line = end < 0 ? body : body[..end];
            if (quotes is not null && quotes(line))
                output.Append((byte)'>');
            output.Append(line);
            if (end >= 0)
                output.Append(LineEnd);
            body = end < 0 ? default : body[(end + 2)..];
        }
    }

    protected ReadOnlySpan<byte> LineEnd => archive.Crlf ? "\r\n"u8 : "\n"u8;
}
