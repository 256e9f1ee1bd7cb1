using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace BulkVerify.Dns;

/// <summary>Spells names, records and directives as <see cref="ZoneFile"/> reads them.</summary>
internal static class ZoneText
{
    /// <summary>Longest character-string (RFC 1035 §3.3).</summary>
    private const int MaxString = 255;

    /// <summary>Octets that mean something in an unquoted token.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create("\"();\\@$ ");

    public static void Append(IBufferWriter<byte> output, ReadOnlySpan<byte> text) => output.Write(text);

    /// <summary>The name, absolute.</summary>
    public static void AppendName(IBufferWriter<byte> output, DomainName name)
    {
        ReadOnlySpan<char> value = name.Value;
        Span<byte> text = output.GetSpan(4 * value.Length + 1);
        int at = 0;
        if (!value.ContainsAny(Special))
        {
            at = Encoding.ASCII.GetBytes(value, text);
        }
        else
        {
            foreach (char c in value)
            {
                if (c == ' ')
                {
                    "\\032"u8.CopyTo(text[at..]);
                    at += 4;
                    continue;
                }
                if (Special.Contains(c))
                    text[at++] = (byte)'\\';
                text[at++] = (byte)c;
            }
        }
        text[at++] = (byte)'.';
        output.Advance(at);
    }

    public static void AppendType(IBufferWriter<byte> output, DnsRecordType type) =>
        Encoding.ASCII.GetBytes(ZoneTypes.Name(type), output);

    /// <summary><c>NAME TYPE</c>.</summary>
    public static void AppendQuestion(IBufferWriter<byte> output, in DnsQuestion question)
    {
        AppendName(output, question.Name);
        output.Write(" "u8);
        AppendType(output, question.Type);
    }

    public static void AppendTime(IBufferWriter<byte> output, DateTimeOffset time) =>
        Encoding.ASCII.GetBytes(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), output);

    /// <summary>One line with the record.</summary>
    public static void AppendRecord(IBufferWriter<byte> output, DomainName owner, DnsRecord record)
    {
        AppendName(output, owner);
        output.Write("\tIN\t"u8);
        AppendType(output, record.Type);
        output.Write("\t"u8);
        switch (record.Type)
        {
            case DnsRecordType.Txt:
                AppendStrings(output, record.Text.Span);
                break;
            case DnsRecordType.A or DnsRecordType.Aaaa:
                Encoding.ASCII.GetBytes(record.Address!.ToString(), output);
                break;
            case DnsRecordType.Mx:
                Encoding.ASCII.GetBytes(record.Preference.ToString(CultureInfo.InvariantCulture), output);
                output.Write(" "u8);
                AppendTarget(output, record.Target);
                break;
            default:
                AppendTarget(output, record.Target);
                break;
        }
        output.Write("\n"u8);
    }

    private static void AppendTarget(IBufferWriter<byte> output, DomainName? target)
    {
        if (target is null)
            output.Write("."u8);
        else
            AppendName(output, target);
    }

    private static void AppendStrings(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        do
        {
            ReadOnlySpan<byte> part = text[..Math.Min(MaxString, text.Length)];
            text = text[part.Length..];
            AppendString(output, part);
            if (text.Length > 0)
                output.Write(" "u8);
        }
        while (text.Length > 0);
    }

    private static void AppendString(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        Span<byte> spelled = output.GetSpan(4 * text.Length + 2);
        int at = 0;
        spelled[at++] = (byte)'"';
        foreach (byte octet in text)
        {
            if (octet is < (byte)' ' or > (byte)'~')
            {
                spelled[at++] = (byte)'\\';
                Utf8Formatter.TryFormat(octet, spelled[at..], out int written, new StandardFormat('D', 3));
                at += written;
                continue;
            }
            if (octet is (byte)'"' or (byte)'\\')
                spelled[at++] = (byte)'\\';
            spelled[at++] = octet;
        }
        spelled[at++] = (byte)'"';
        output.Advance(at);
    }
}
