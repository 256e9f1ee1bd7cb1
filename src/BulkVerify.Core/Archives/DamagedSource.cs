namespace BulkVerify.Archives;

/// <summary>What an exception of a stream means: a closed set of faults. Anything else is a bug and is not caught.</summary>
internal static class DamagedSource
{
    public static (FaultKind Kind, string Detail)? Describe(Exception e) => e switch
    {
        ExpansionLimitException limit => (FaultKind.ExpansionLimit, limit.Message),
        InvalidDataException or EndOfStreamException or ICSharpCode.SharpZipLib.SharpZipBaseException or ZstdSharp.ZstdException =>
            (FaultKind.Damaged, $"the archive is cut short or damaged here ({OneLine(e)}); what stands before it was verified."),
        UnauthorizedAccessException => (FaultKind.NoPermission, "cannot be read (permission denied). The run went on without it."),
        FileNotFoundException or DirectoryNotFoundException => (FaultKind.NotFound, "vanished before it was read. The run went on without it."),
        IOException => (FaultKind.ReadError, $"reading failed ({OneLine(e)}); what stands before it was verified."),
        _ => null,
    };

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
