using System.Buffers;
using System.Text;
using BulkVerify.Dns;

namespace BulkVerify.Summaries;

/// <summary>Spells records of advice as a zone file.</summary>
internal static class AdviceZone
{
    /// <summary>One line per record, in the order given; empty when one is not exact, or is of a type or form that no zone file takes.</summary>
    public static string Of(IReadOnlyList<AdviceRecord> records)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (AdviceRecord record in records)
        {
            if (!record.IsExact || DomainName.TryParse(record.Name.AsSpan()) is not { } name || DataOf(record) is not { } data)
                return "";
            ZoneText.AppendRecord(output, name, data);
        }
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static DnsRecord? DataOf(AdviceRecord record) => record.Type switch
    {
        "TXT" => DnsRecord.Txt(record.Value),
        "CNAME" => DomainName.TryParse(record.Value.TrimEnd('.').AsSpan()) is { } target ? DnsRecord.Cname(target) : null,
        "MX" => record.Value.Split(' ') is [var preference, var host] && ushort.TryParse(preference, out ushort number) && DomainName.TryParse(host.TrimEnd('.').AsSpan()) is { } exchange
            ? DnsRecord.Mx(number, exchange) : null,
        _ => null,
    };
}
