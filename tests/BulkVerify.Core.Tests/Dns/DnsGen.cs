using System.Net;
using BulkVerify.Dns;
using CsCheck;

namespace BulkVerify.Tests.Dns;

/// <summary>Random DNS: few names, so that chains meet and contradict each other.</summary>
internal static class DnsGen
{
    public static readonly DnsRecordType[] Types = Enum.GetValues<DnsRecordType>();

    /// <summary>Names with every octet that a master file gives a meaning to.</summary>
    public static readonly Gen<DomainName> Name =
        OneOf("a.example", "b.example", "c.example", "d.example", "e.example", "*.example", "x\"y.example", "semi;colon.example", "(p).example", "back\\slash.example", "two words.example", "@", "$ttl", "at@x.example", "_domainkey.a.example", "123")
            .Select(n => DomainName.TryParseQueryName(n.AsSpan())!);

    public static readonly Gen<DnsRecordType> Type = OneOf(Types);

    public static readonly Gen<DateTimeOffset> Time = Gen.Long[0, 4_000_000_000].Select(DateTimeOffset.FromUnixTimeSeconds);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<byte[]> Text = Gen.OneOf(Gen.Byte.Array[0, 40], Gen.Byte.Array[250, 520]);

    private static Gen<DnsRecord> Record(DnsRecordType type) => type switch
    {
        DnsRecordType.Txt => Text.Select(t => DnsRecord.Txt(t)),
        DnsRecordType.A => Gen.Byte.Array[4].Select(a => DnsRecord.Of(new IPAddress(a))),
        DnsRecordType.Aaaa => Gen.Byte.Array[16].Select(a => DnsRecord.Of(new IPAddress(a))),
        DnsRecordType.Mx => Gen.Select(Gen.UShort, Name.Null(), DnsRecord.Mx),
        DnsRecordType.Ptr => Name.Select(DnsRecord.Ptr),
        _ => Name.Select(DnsRecord.Cname),
    };

    public static Gen<DnsAnswer> Answer(DnsRecordType type) => Gen.Select(
        OneOf(DnsStatus.Success, DnsStatus.Success, DnsStatus.Success, DnsStatus.NoData, DnsStatus.NxDomain, DnsStatus.ServFail, DnsStatus.Timeout),
        Record(type).List[1, 3],
        Name.List[0, 3],
        (status, records, aliases) => new DnsAnswer(status, status == DnsStatus.Success ? [.. records.Distinct()] : [], type == DnsRecordType.Cname ? [] : aliases));

    public static readonly Gen<RecordedAnswer> Recorded =
        from name in Name
        from type in Type
        from answer in Answer(type)
        from time in Time
        select new RecordedAnswer(new DnsQuestion(name, type), answer, time);
}
