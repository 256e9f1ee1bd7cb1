using BulkVerify.Engine;

namespace BulkVerify.Cli.Commands;

/// <summary>Commands that nearly always end before what they allocate is worth collecting: nearly all of it lives to their end, and looking for the rest takes a tenth to a fifth
/// of their time.</summary>
internal static class ShortCommand
{
    private const long AllocatedBytes = 128 << 20;

    /// <summary>Of them, arrays of more than 85,000 octets.</summary>
    private const long LargeBytes = 16 << 20;

    /// <summary>Memory that is little, as in a small container: there the collector does its work from the start.</summary>
    private const long LittleBytes = 1L << 30;

    /// <summary>Holds collections off until that much is allocated; after that all is as ever. What every such command needs is read on another thread meanwhile.</summary>
    public static void Begin()
    {
        RunSetup.ReadAhead();
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= LittleBytes)
            GC.TryStartNoGCRegion(AllocatedBytes, LargeBytes);
    }
}
