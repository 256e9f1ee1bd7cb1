namespace BulkVerify.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int DoneWithFaults = 1;
    public const int Usage = 2;
    public const int Failed = 3;
    public const int Interrupted = 130;
}
