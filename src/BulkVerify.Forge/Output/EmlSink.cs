using System.Globalization;
using BulkVerify.Forge.Messages;

namespace BulkVerify.Forge.Output;

/// <summary>A folder with one file per message.</summary>
internal sealed class EmlSink : ArchiveSink
{
    private readonly string _folder;
    private readonly ByteText _text = new();
    private int _count;

    public EmlSink(string folder, ForgeArchive archive)
        : base(archive)
    {
        _folder = Path.Combine(folder, archive.Name);
        Directory.CreateDirectory(_folder);
    }

    public override StoredMessage Write(Draft draft, string mailFrom, long time)
    {
        _text.Clear();
        Compose(draft, _text, quotes: null);
        string name = string.Create(CultureInfo.InvariantCulture, $"{++_count:D6}.eml");
        File.WriteAllBytes(Path.Combine(_folder, name), _text.Span);
        return new StoredMessage($"{Archive.Name}/{name}", 0, _text.Length);
    }
}
