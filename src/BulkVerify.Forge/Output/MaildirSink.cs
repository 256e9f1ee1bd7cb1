using System.Globalization;
using BulkVerify.Forge.Messages;

namespace BulkVerify.Forge.Output;

/// <summary>A Maildir: every third message is still in new. Names carry no flags, as not every file system takes their colon.</summary>
internal sealed class MaildirSink : ArchiveSink
{
    private readonly string _folder;
    private readonly ByteText _text = new();
    private int _count;

    public MaildirSink(string folder, ForgeArchive archive)
        : base(archive)
    {
        _folder = Path.Combine(folder, archive.Name);
        foreach (string part in (string[])["cur", "new", "tmp"])
            Directory.CreateDirectory(Path.Combine(_folder, part));
    }

    public override StoredMessage Write(Draft draft, string mailFrom, long time)
    {
        _text.Clear();
        Compose(draft, _text, quotes: null);
        string part = ++_count % 3 == 0 ? "new" : "cur";
        string name = string.Create(CultureInfo.InvariantCulture, $"{time}.M{_count:D6}P1.mail");
        File.WriteAllBytes(Path.Combine(_folder, part, name), _text.Span);
        return new StoredMessage($"{Archive.Name}/{part}/{name}", 0, _text.Length);
    }
}
