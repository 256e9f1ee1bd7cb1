namespace BulkVerify.Forge.Output;

/// <summary>The archives of a run, and which of them takes a message.</summary>
internal sealed class ArchiveSet : IDisposable
{
    private readonly List<ArchiveSink> _sinks = [];

    public ArchiveSet(ForgeOptions options)
    {
        IReadOnlyList<ForgeArchive> archives = options.Archives.Count > 0 ? options.Archives : Default(options.Profile);
        foreach (ForgeArchive archive in archives)
            _sinks.Add(ArchiveSink.Open(options.OutputFolder, archive));
    }

    public IReadOnlyList<string> Names => [.. _sinks.Select(static sink => sink.Archive.Name)];

    public ArchiveSink For(MailTopic topic, ForgeRandom random)
    {
        List<ArchiveSink> takers = _sinks.FindAll(sink => sink.Archive.Topics.Contains(topic));
        if (takers.Count == 0)
            takers = _sinks.FindAll(static sink => sink.Archive.Topics.Length == 0);
        if (takers.Count == 0)
            takers = _sinks;
        return takers.Count == 1 ? takers[0] : takers[random.Weighted([.. takers.Select(static sink => sink.Archive.Weight)])];
    }

    public void Dispose()
    {
        foreach (ArchiveSink sink in _sinks)
            sink.Dispose();
    }

    private static IReadOnlyList<ForgeArchive> Default(ForgeProfile profile) => profile != ForgeProfile.Sample
        ? [new ForgeArchive("mail.mbox", ArchiveFormat.MboxRd)]
        :
        [
            new ForgeArchive("marketing.mbox", ArchiveFormat.MboxRd, MailTopic.Marketing),
            new ForgeArchive("crm.mbox.gz", ArchiveFormat.MboxO, MailTopic.Crm),
            new ForgeArchive("support", ArchiveFormat.Eml, MailTopic.Support) { Crlf = true },
            new ForgeArchive("billing", ArchiveFormat.Maildir, MailTopic.Billing),
            new ForgeArchive("orders.mbox", ArchiveFormat.MboxCl2, MailTopic.Transactional),
            new ForgeArchive("staff.mbox", ArchiveFormat.MboxO, MailTopic.Staff) { Crlf = true },
            new ForgeArchive("lists.mbox", ArchiveFormat.MboxRd, MailTopic.Lists),
            new ForgeArchive("sent.mbox", ArchiveFormat.MboxO, MailTopic.Sent),
        ];
}
