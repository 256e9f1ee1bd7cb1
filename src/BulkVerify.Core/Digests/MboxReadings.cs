using BulkVerify.Archives;

namespace BulkVerify.Digests;

/// <summary>The readings of quoted lines: which are tried, what they make of a body, and how rows name them.</summary>
public static class MboxReadings
{
    /// <summary>The readings of an archive's quoted lines, the one that its variant demands first.</summary>
    public static ReadOnlySpan<MboxReading> Of(MboxVariant variant) => variant switch
    {
        MboxVariant.Rd => [MboxReading.UnquotedRd, MboxReading.Unquoted, MboxReading.AsStored],
        MboxVariant.Cl2 => [MboxReading.AsStored, MboxReading.Unquoted, MboxReading.UnquotedRd],
        _ => [MboxReading.Unquoted, MboxReading.AsStored, MboxReading.UnquotedRd],
    };

    /// <summary>True when a body is read without its quoting.</summary>
    public static bool RemovesQuoting(this MboxReading reading) => reading is MboxReading.Unquoted or MboxReading.UnquotedRd;

    /// <summary>A body under a reading that removes quoting; see <see cref="MboxUnquoter.Unquote"/>.</summary>
    public static int Unquote(this MboxReading reading, ReadOnlySpan<byte> body, Span<byte> to) => MboxUnquoter.Unquote(body, to, onlySingle: reading == MboxReading.Unquoted);

    /// <summary>The word of a row; empty when nothing is quoted.</summary>
    public static string ToText(this MboxReading reading) => reading switch
    {
        MboxReading.AsStored => "as-stored",
        MboxReading.Unquoted => "unquoted",
        MboxReading.UnquotedRd => "unquoted-rd",
        _ => "",
    };

    /// <summary>The reading of a row's word.</summary>
    public static MboxReading Parse(string text) => Enum.GetValues<MboxReading>().FirstOrDefault(r => r.ToText() == text);
}
