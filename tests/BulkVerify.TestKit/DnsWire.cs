using System.Buffers.Binary;
using System.Text;
using BulkVerify.Dns;

namespace BulkVerify.TestKit;

/// <summary>As much of the DNS wire format (RFC 1035 §4) as a server for tests needs.</summary>
internal static class DnsWire
{
    private const ushort Truncation = 0x0200;
    private const ushort ResponseRecursionAvailable = 0x8180;

    internal sealed record Query(ushort Id, DnsQuestion Question, byte[] QuestionSection, int MaxUdpLength, bool HasEdns);

    public static Query? ReadQuery(ReadOnlySpan<byte> message)
    {
        if (message.Length < 17)
            return null;
        var name = new StringBuilder();
        int at = 12;
        while (at < message.Length && message[at] is > 0 and < 64 && at + message[at] < message.Length)
        {
            name.Append(name.Length == 0 ? "" : ".").Append(Encoding.Latin1.GetString(message.Slice(at + 1, message[at])));
            at += message[at] + 1;
        }
        if (at + 5 > message.Length || message[at] != 0 || DomainName.TryParse(name.ToString()) is not { } parsed)
            return null;
        var type = (DnsRecordType)BinaryPrimitives.ReadUInt16BigEndian(message[(at + 1)..]);
        byte[] section = message[12..(at + 5)].ToArray();
        ReadOnlySpan<byte> additional = message[(at + 5)..];
        // RFC 6891 §6.1.2: the root, type 41, the size in the place of the class.
        bool hasEdns = additional.Length >= 11 && additional[0] == 0 && BinaryPrimitives.ReadUInt16BigEndian(additional[1..]) == 41;
        int max = hasEdns ? Math.Max(512, (int)BinaryPrimitives.ReadUInt16BigEndian(additional[3..])) : 512;
        return new Query(BinaryPrimitives.ReadUInt16BigEndian(message), new DnsQuestion(parsed, type), section, max, hasEdns);
    }

    public static byte[] Truncated(Query query) => Message(query, Truncation, [], []);

    public static byte[] WriteReply(Query query, DnsAnswer answer, FakeReply reply)
    {
        if (reply.Raw is { } raw)
            return [(byte)(query.Id >> 8), (byte)query.Id, .. raw];
        if (reply.HasWrongId)
            query = query with { Id = (ushort)(query.Id + 1) };
        if (reply.IsToOtherQuestion)
            return Message(query with { QuestionSection = [.. Name("other.example"), .. query.QuestionSection[^4..]] }, 3, [], [Soa()]);
        if (reply.IsReferral)
            return Message(query, 0, [], [Record("elsewhere.example", 2, Name("ns.elsewhere.example"))]);
        if (reply.ResponseCode is { } code)
            return Message(query, (ushort)code, [], []);
        if (reply.IsCnameLoop)
        {
            string other = "loop." + query.Question.Name.Value;
            return Message(query, 0, [Record(query.Question.Name.Value, 5, Name(other)), Record(other, 5, Name(query.Question.Name.Value))], []);
        }
        var answers = new List<byte[]>();
        string owner = query.Question.Name.Value;
        foreach (DomainName alias in answer.Aliases)
        {
            answers.Add(Record(owner, 5, Name(alias.Value)));
            owner = alias.Value;
        }
        answers.AddRange(answer.Records.Select(r => Record(owner, (ushort)r.Type, Data(r))));
        ushort flags = answer.Status switch { DnsStatus.Success or DnsStatus.NoData => 0, DnsStatus.NxDomain => 3, _ => 2 };
        return Message(query, flags, answers, answer.IsAbsent ? [Soa()] : []);
    }

    private static byte[] Message(Query query, ushort flags, IReadOnlyCollection<byte[]> answers, IReadOnlyCollection<byte[]> authorities)
    {
        byte[] header = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(header, query.Id);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(ResponseRecursionAvailable | flags));
        header[5] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)answers.Count);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(8), (ushort)authorities.Count);
        header[11] = query.HasEdns ? (byte)1 : (byte)0;
        byte[] edns = query.HasEdns ? [0, 0, 41, 0x10, 0, 0, 0, 0, 0, 0, 0] : [];
        return [.. header, .. query.QuestionSection, .. answers.SelectMany(r => r), .. authorities.SelectMany(r => r), .. edns];
    }

    private static byte[] Record(string owner, ushort type, byte[] data) =>
        [.. Name(owner), (byte)(type >> 8), (byte)type, 0, 1, 0, 0, 1, 44, (byte)(data.Length >> 8), (byte)data.Length, .. data];

    private static byte[] Soa() => Record("example", 6, [.. Name("ns.example"), .. Name("hostmaster.example"), .. new byte[20]]);

    private static byte[] Data(DnsRecord record) => record.Type switch
    {
        DnsRecordType.Txt => Strings(record.Text.Span),
        DnsRecordType.A or DnsRecordType.Aaaa => record.Address!.GetAddressBytes(),
        DnsRecordType.Mx => [(byte)(record.Preference >> 8), (byte)record.Preference, .. Name(record.Target?.Value ?? "")],
        _ => Name(record.Target!.Value),
    };

    private static byte[] Strings(ReadOnlySpan<byte> text)
    {
        var data = new List<byte>();
        do
        {
            ReadOnlySpan<byte> part = text[..Math.Min(255, text.Length)];
            text = text[part.Length..];
            data.Add((byte)part.Length);
            data.AddRange(part);
        }
        while (text.Length > 0);
        return [.. data];
    }

    private static byte[] Name(string name)
    {
        var data = new List<byte>();
        foreach (string label in name.Length == 0 ? [] : name.Split('.'))
        {
            data.Add((byte)label.Length);
            data.AddRange(Encoding.Latin1.GetBytes(label));
        }
        data.Add(0);
        return [.. data];
    }
}
