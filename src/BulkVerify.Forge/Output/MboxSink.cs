using System.Globalization;
using System.IO.Compression;
using BulkVerify.Forge.Messages;

namespace BulkVerify.Forge.Output;

/// <summary>One mbox file, compressed or not.</summary>
internal sealed class MboxSink : ArchiveSink
{
    private const int WriteBuffer = 1 << 20;

    private readonly Stream _stream;
    private readonly ByteText _text = new();
    private readonly ByteText _separator = new();
    private long _offset;

    public MboxSink(string folder, ForgeArchive archive)
        : base(archive)
    {
        string file = Path.Combine(folder, archive.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Stream stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, WriteBuffer);
        _stream = archive.Name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionLevel.Optimal) : stream;
    }

    public override StoredMessage Write(Draft draft, string mailFrom, long time)
    {
        _text.Clear();
        Compose(draft, _text, QuotingOf(Archive.Format), Archive.Format == ArchiveFormat.MboxCl2 ? ContentLength(draft) : null);
        string date = DateTimeOffset.FromUnixTimeSeconds(time).ToString("ddd MMM dd HH':'mm':'ss yyyy", CultureInfo.InvariantCulture);
        _separator.Clear();
        _separator.Append($"From {(mailFrom.Length == 0 ? "MAILER-DAEMON" : mailFrom)} {date}");
        _separator.Append(LineEnd);
        var stored = new StoredMessage(Archive.Name, _offset, _text.Length);
        _text.Append(LineEnd);
        _stream.Write(_separator.Span);
        _stream.Write(_text.Span);
        _offset += _separator.Length + _text.Length;
        return stored;
    }

    public override void Dispose() => _stream.Dispose();

    private string ContentLength(Draft draft)
    {
        int lines = Archive.Crlf ? 0 : draft.Body.Span.Count((byte)'\n');
        return string.Create(CultureInfo.InvariantCulture, $"Content-Length: {draft.Body.Length - lines}");
    }

    private static Func<ReadOnlySpan<byte>, bool>? QuotingOf(ArchiveFormat format) => format switch
    {
        ArchiveFormat.MboxRd => static line => line.TrimStart((byte)'>').StartsWith("From "u8),
        ArchiveFormat.MboxO => static line => line.StartsWith("From "u8),
        _ => null,
    };
}
