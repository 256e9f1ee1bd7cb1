namespace BulkVerify.Cli.Terminal;

/// <summary>A disk without room, which people can do something about.</summary>
internal static class DiskFull
{
    private const int NoSpace = 28; // ENOSPC
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static bool Is(Exception e) => e is IOException { HResult: NoSpace or WindowsDiskFull };

    /// <summary>One sentence or two.</summary>
    public static string Words(Exception e) => $"the disk is full ({SafeText.Of(e.Message)}). Make room and start the command again; what it was writing is not whole.";
}
