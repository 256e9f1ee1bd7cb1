namespace BulkVerify.Archives;

/// <summary>
/// A line that exporters leave between a separator and the first field: a quoted separator, or the one that Exchange and Outlook keep above the fields of received
/// mail (PidTagTransportMessageHeaders) and that readpst and others write out with them.
/// </summary>
internal static class LineAboveFields
{
    private static ReadOnlySpan<byte> Notice => "Microsoft Mail Internet Headers Version "u8;

    public static bool Begins(ReadOnlySpan<byte> text) => text.StartsWith(">From "u8) || text.StartsWith(Notice);

    /// <summary>True when the text at hand ends before that can be told.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> text) => text.Length < Notice.Length && Notice.StartsWith(text);
}
