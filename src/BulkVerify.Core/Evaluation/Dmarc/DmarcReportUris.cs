using System.Buffers;
using System.Text;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>The list of URIs of rua= and ruf= (RFC 9989 §4.6, §4.8).</summary>
internal static class DmarcReportUris
{
    // RFC 3986 §2.2, §2.3 and "%"; "," and "!" have to be encoded in these lists.
    private static readonly SearchValues<byte> UriOctets =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@$&'()*+;=%"u8);

    private static readonly SearchValues<byte> SchemeOctets =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."u8);

    public static List<string> Read(ReadOnlySpan<byte> value, out bool allValid)
    {
        var uris = new List<string>();
        allValid = true;
        foreach (Range range in value.Split((byte)','))
        {
            ReadOnlySpan<byte> uri = WithoutSize(TagList.TrimWhiteSpace(value[range]));
            if (!IsUri(uri))
                allValid = false;
            else if (uris.Count < DmarcRecord.MaxReportUris)
                uris.Add(Encoding.ASCII.GetString(uri));
        }
        return uris;
    }

    // RFC 9989 §4.8 obs-dmarc-report-size
    private static ReadOnlySpan<byte> WithoutSize(ReadOnlySpan<byte> uri)
    {
        int mark = uri.LastIndexOf((byte)'!');
        if (mark < 0)
            return uri;
        ReadOnlySpan<byte> size = uri[(mark + 1)..];
        if (size.Length > 1 && "kmgtKMGT"u8.Contains(size[^1]))
            size = size[..^1];
        return !size.IsEmpty && !size.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? uri[..mark] : uri;
    }

    private static bool IsUri(ReadOnlySpan<byte> uri)
    {
        int colon = uri.IndexOf((byte)':');
        if (colon <= 0 || colon == uri.Length - 1 || !char.IsAsciiLetter((char)uri[0]) || uri[..colon].ContainsAnyExcept(SchemeOctets))
            return false;
        ReadOnlySpan<byte> rest = uri[(colon + 1)..];
        if (rest.ContainsAnyExcept(UriOctets) || !HasWholeEscapes(rest))
            return false;
        return !Ascii.EqualsIgnoreCase(uri[..colon], "mailto"u8) || IsMailbox(rest);
    }

    private static bool HasWholeEscapes(ReadOnlySpan<byte> text)
    {
        for (int percent = text.IndexOf((byte)'%'); percent >= 0; percent = text.IndexOf((byte)'%'))
        {
            text = text[(percent + 1)..];
            if (text.Length < 2 || !char.IsAsciiHexDigit((char)text[0]) || !char.IsAsciiHexDigit((char)text[1]))
                return false;
        }
        return true;
    }

    // A mailto that names nobody is a URI, but no address to report to (RFC 6068 §2).
    private static bool IsMailbox(ReadOnlySpan<byte> address)
    {
        int query = address.IndexOf((byte)'?');
        if (query >= 0)
            address = address[..query];
        int at = address.LastIndexOf((byte)'@');
        return at > 0 && DomainName.TryParse(address[(at + 1)..]) is not null;
    }
}
