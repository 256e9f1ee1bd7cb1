using System.Text;

namespace BulkVerify.Dns;

/// <summary>Records that are to be published, as master files say them: what <see cref="OverlayView"/> puts on top. Immutable; safe for all threads.</summary>
public sealed class RecordChanges
{
    private RecordChanges(ZoneView view, Collector collected)
    {
        View = view;
        Names = collected.Names;
        OnlyTexts = collected.OnlyTexts;
        Errors = collected.Errors;
    }

    public ZoneView View { get; }

    /// <summary>Names that have a record or a directive.</summary>
    public IReadOnlySet<DomainName> Names { get; }

    /// <summary>True when no address, host or PTR changes: TXT records, and CNAMEs of keys and policies.</summary>
    public bool OnlyTexts { get; }

    public IReadOnlyList<ZoneFileError> Errors { get; }

    /// <summary>The changes of files, later ones added to earlier ones. What cannot be read is an error.</summary>
    /// <param name="paths">Zone files.</param>
    /// <param name="text">More of them, as a zone file's text.</param>
    public static RecordChanges Load(IEnumerable<string> paths, string text = "")
    {
        var collector = new Collector();
        foreach (string path in paths)
        {
            try
            {
                collector.Read(File.ReadAllBytes(path), path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                collector.Report(new ZoneFileError(path, 0, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"it cannot be read ({e.Message})"));
            }
        }
        collector.Read(Encoding.UTF8.GetBytes(text), "changes");
        return new RecordChanges(collector.Builder.Build(), collector);
    }

    /// <summary>The changes of a master file's text.</summary>
    public static RecordChanges Parse(string text) => Load([], text);

    private sealed class Collector : IZoneSink
    {
        public ZoneBuilder Builder { get; } = new();

        public HashSet<DomainName> Names { get; } = [];

        public List<ZoneFileError> Errors { get; } = [];

        public bool OnlyTexts { get; private set; } = true;

        public void Read(byte[] text, string name) => ZoneFile.Read(text, name, this);

        public void Add(in ZoneEntry entry)
        {
            if (entry.Kind != ZoneEntryKind.Asked)
            {
                Names.Add(entry.Owner);
                OnlyTexts &= entry.Type == DnsRecordType.Txt || (entry.Type == DnsRecordType.Cname && IsOfKeyOrPolicy(entry.Owner));
            }
            Builder.Add(entry);
        }

        public void MarkPartial() => Builder.MarkPartial();

        public void Report(ZoneFileError error)
        {
            Errors.Add(error);
            Builder.Report(error);
        }

        private static bool IsOfKeyOrPolicy(DomainName name) =>
            name.Value.StartsWith("_dmarc.", StringComparison.Ordinal) || name.Value.Contains("._domainkey.", StringComparison.Ordinal);
    }
}
