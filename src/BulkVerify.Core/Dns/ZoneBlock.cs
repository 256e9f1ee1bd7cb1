using System.Buffers;

namespace BulkVerify.Dns;

/// <summary>One recorded answer as lines of a master file, ended by an empty line: a block without it was torn.</summary>
/// <example>
/// <code>
/// ;bulkverify asked 2026-03-04T10:11:12Z s1._domainkey.example.com. TXT
/// s1._domainkey.example.com.  IN  CNAME  s1.domainkey.u1.wl001.sendgrid.net.
/// s1.domainkey.u1.wl001.sendgrid.net.  IN  TXT  "k=rsa; p=..."
/// </code>
/// </example>
internal static class ZoneBlock
{
    /// <summary>The first lines of a file of blocks.</summary>
    public static ReadOnlySpan<byte> Header => ";bulkverify partial\n$TTL 3600\n\n"u8;

    /// <summary>Writes the block.</summary>
    /// <param name="linked">How many CNAMEs from the first on are written as records; the others stand in the
    /// <c>alias</c> directive of the name to which these lead.</param>
    /// <param name="output">Receives the octets.</param>
    /// <param name="recorded">The answer.</param>
    /// <param name="withEnd">Write what the chain leads to; without it only the first CNAME is written, the rest being in a block of its own.</param>
    public static void Write(IBufferWriter<byte> output, in RecordedAnswer recorded, int linked, bool withEnd)
    {
        ZoneText.Append(output, ";bulkverify asked "u8);
        ZoneText.AppendTime(output, recorded.Asked);
        ZoneText.Append(output, " "u8);
        ZoneText.AppendQuestion(output, recorded.Question);
        ZoneText.Append(output, "\n"u8);
        DnsAnswer answer = recorded.Answer;
        DomainName owner = recorded.Question.Name;
        int links = withEnd ? linked : 1;
        for (int i = 0; i < links; i++)
        {
            ZoneText.AppendRecord(output, owner, DnsRecord.Cname(answer.Aliases[i]));
            owner = answer.Aliases[i];
        }
        if (withEnd)
            WriteEnd(output, new DnsQuestion(owner, recorded.Question.Type), answer, linked);
        ZoneText.Append(output, "\n"u8);
    }

    /// <summary>The answer that a block of this form holds, and its length with the empty line; null when the block is not whole.</summary>
    public static RecordedAnswer? Read(ReadOnlySpan<byte> text, out int length)
    {
        int end = text.IndexOf("\n\n"u8);
        length = end + 2;
        if (end < 0)
            return null;
        var sink = new BlockSink();
        ZoneFile.Read(text[..length], "", sink);
        return sink.Recorded();
    }

    /// <summary>The question of a block that is whole.</summary>
    public static DnsQuestion QuestionOf(ReadOnlySpan<byte> block)
    {
        var sink = new BlockSink();
        // The first line says it.
        ZoneFile.Read(block[..(block.IndexOf((byte)'\n') + 1)], "", sink);
        return sink.Question;
    }

    /// <summary>The answer to <paramref name="question"/> out of a block that holds it, asked for or on the way of its CNAME chain.</summary>
    public static DnsAnswer Find(ReadOnlySpan<byte> block, in DnsQuestion question)
    {
        var builder = new ZoneBuilder();
        builder.MarkPartial();
        ZoneFile.Read(block, "", builder);
        return builder.Build().Find(question);
    }

    private static void WriteEnd(IBufferWriter<byte> output, in DnsQuestion question, DnsAnswer answer, int linked)
    {
        if (answer.Aliases.Count > linked)
        {
            WriteDirective(output, ";bulkverify alias "u8, question);
            for (int i = linked; i < answer.Aliases.Count; i++)
            {
                ZoneText.Append(output, " "u8);
                ZoneText.AppendName(output, answer.Aliases[i]);
            }
            ZoneText.Append(output, "\n"u8);
        }
        foreach (DnsRecord record in answer.Records)
            ZoneText.AppendRecord(output, question.Name, record);
        if (answer.Records.Count > 0)
            return;
        WriteDirective(output, answer.Status switch
        {
            DnsStatus.NxDomain => ";bulkverify nxdomain "u8,
            DnsStatus.ServFail => ";bulkverify servfail "u8,
            DnsStatus.Timeout => ";bulkverify timeout "u8,
            _ => ";bulkverify nodata "u8,
        }, question);
        ZoneText.Append(output, "\n"u8);
        if (answer.Status != DnsStatus.NxDomain)
            return;
        // RFC 8020 §2: what does not exist has no record of any other type either.
        ZoneText.Append(output, ";bulkverify nxdomain "u8);
        ZoneText.AppendName(output, question.Name);
        ZoneText.Append(output, "\n"u8);
    }

    private static void WriteDirective(IBufferWriter<byte> output, ReadOnlySpan<byte> start, in DnsQuestion question)
    {
        ZoneText.Append(output, start);
        ZoneText.AppendQuestion(output, question);
    }

    private sealed class BlockSink : IZoneSink
    {
        private readonly ZoneBuilder _builder = new();
        private DnsQuestion? _question;
        private DateTimeOffset _asked;
        private bool _isDamaged;

        public void Add(in ZoneEntry entry)
        {
            if (entry.Kind == ZoneEntryKind.Asked)
            {
                _isDamaged |= _question is not null;
                _question = new DnsQuestion(entry.Owner, entry.Type);
                _asked = entry.Asked ?? default;
            }
            _builder.Add(entry);
        }

        public DnsQuestion Question => _question!.Value;

        public void MarkPartial()
        {
        }

        public void Report(ZoneFileError error) => _isDamaged = true;

        public RecordedAnswer? Recorded()
        {
            _builder.MarkPartial();
            if (_isDamaged || _question is not { } question)
                return null;
            DnsAnswer answer = _builder.Build().Find(question);
            return answer.IsUnknown ? null : new RecordedAnswer(question, answer, _asked);
        }
    }
}
