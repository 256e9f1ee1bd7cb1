namespace BulkVerify.Claims;

/// <summary>Tells exporters by their marks. Pure.</summary>
internal static class ExporterMarks
{
    /// <summary>The exporter that writes fields of this id, or None.</summary>
    public static Exporter OfField(HeaderId id, ReadOnlySpan<byte> value) => id switch
    {
        HeaderId.GmailStore => Exporter.Takeout,
        HeaderId.MozillaStore => Exporter.Thunderbird,
        HeaderId.AppleStore => Exporter.AppleMail,
        HeaderId.ContentType when value.IndexOf("boundary-LibPST-iamunique"u8) >= 0 => Exporter.OutlookPst,
        _ => Exporter.None,
    };

    /// <summary>The exporter that writes such separator lines, or None.</summary>
    public static Exporter OfSeparator(ReadOnlySpan<byte> separator)
    {
        if (separator.StartsWith("From mboxrd@z "u8))
            return Exporter.PublicInbox;
        if (!separator.StartsWith("From "u8))
            return Exporter.None;
        ReadOnlySpan<byte> rest = separator[5..];
        int space = rest.IndexOf((byte)' ');
        return space > 0 && rest[..space].IndexOf((byte)'@') < 0 && rest[space..].StartsWith(" at "u8) ? Exporter.Mailman : Exporter.None;
    }
}
