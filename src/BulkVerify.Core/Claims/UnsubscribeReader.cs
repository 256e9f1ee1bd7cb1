using System.Text;

namespace BulkVerify.Claims;

/// <summary>Reads List-Unsubscribe (RFC 2369 §3.2) and List-Unsubscribe-Post (RFC 8058 §3.1).</summary>
internal static class UnsubscribeReader
{
    /// <summary>URIs of one field that are looked at.</summary>
    private const int MaxUris = 16;

    public static UnsubscribeFacts TakeUris(UnsubscribeFacts facts, ReadOnlySpan<byte> value, NameTable names)
    {
        int https = 0;
        bool other = facts.HasOtherUri;
        DomainName? host = facts.Host;
        for (int i = 0; i < MaxUris && value.IndexOf((byte)'<') is var open and >= 0; i++)
        {
            value = value[(open + 1)..];
            int close = value.IndexOf((byte)'>');
            ReadOnlySpan<byte> uri = TagList.TrimWhiteSpace(close < 0 ? value : value[..close]);
            value = close < 0 ? [] : value[(close + 1)..];
            if (uri.Length > 8 && Ascii.EqualsIgnoreCase(uri[..8], "https://"u8))
            {
                https++;
                host ??= HostOf(uri[8..], names);
            }
            else
                other |= !uri.IsEmpty;
        }
        return facts with { Fields = facts.Fields + 1, HttpsUris = facts.HttpsUris + https, HasOtherUri = other, Host = host };
    }

    public static UnsubscribeFacts TakePost(UnsubscribeFacts facts, ReadOnlySpan<byte> value) => facts with
    {
        PostFields = facts.PostFields + 1,
        PostIsOneClick = facts.PostFields == 0 && Ascii.EqualsIgnoreCase(TagList.TrimWhiteSpace(value), "List-Unsubscribe=One-Click"u8),
    };

    private static DomainName? HostOf(ReadOnlySpan<byte> afterScheme, NameTable names)
    {
        int end = afterScheme.IndexOfAny("/?#"u8);
        ReadOnlySpan<byte> authority = end < 0 ? afterScheme : afterScheme[..end];
        authority = authority[(authority.LastIndexOf((byte)'@') + 1)..];
        int port = authority.IndexOf((byte)':');
        return names.Domain(port < 0 ? authority : authority[..port]);
    }
}
