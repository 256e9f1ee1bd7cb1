namespace BulkVerify.Cli.Commands;

/// <summary>Numbers that options give.</summary>
internal static class OptionNumber
{
    /// <summary>Most threads that --threads takes.</summary>
    private const int MaxThreads = 1024;

    /// <exception cref="UsageException">The value is below <paramref name="least"/> or above <paramref name="most"/>.</exception>
    public static int Bounded(string option, int value, int least, int most = int.MaxValue) => value >= least && value <= most ? value
        : throw new UsageException($"{option} {value}: give a number from {least} {(most == int.MaxValue ? "up" : $"to {most}")}.");

    /// <exception cref="UsageException">There are none, or far too many.</exception>
    public static int Threads(int value) => Bounded("--threads", value, 1, MaxThreads);
}
