namespace BulkVerify.Claims;

/// <summary>Cuts the display name out of a From field as it is written: quotes, encoded words and folding stay, <see cref="AuthorText"/> decodes them. Allocates only
/// names that <see cref="NameTable"/> does not hold. Never throws.</summary>
internal static class AuthorNameReader
{
    /// <summary>What stands before the address of the first mailbox, or in the comment after it (RFC 5322 §3.4 and, for the comment, RFC 822 §A.1.3); empty without one.</summary>
    public static string Read(ReadOnlySpan<byte> value, NameTable names)
    {
        int angle = value.IndexOf((byte)'<');
        if (angle >= 0)
            return names.Text(TagList.TrimWhiteSpace(value[..angle]), MessageClaims.MaxNameLength);
        int open = value.IndexOf((byte)'('), close = value.LastIndexOf((byte)')');
        return open < 0 || close < open ? "" : names.Text(TagList.TrimWhiteSpace(value[(open + 1)..close]), MessageClaims.MaxNameLength);
    }
}
