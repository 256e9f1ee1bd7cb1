using System.Globalization;

namespace BulkVerify.Engine.Resolving;

/// <summary>How many sockets queries may use: each has one of its own, and the process needs descriptors for its files too.</summary>
internal static class DescriptorLimit
{
    /// <summary>Descriptors left for files, TCP connections and the runtime.</summary>
    private const int Reserve = 256;

    private const int Least = 64;

    /// <summary>The lower one of <paramref name="wanted"/> and what the process may open (RLIMIT_NOFILE, half of it for TCP after truncation).</summary>
    public static int Bound(int wanted) => Bound(wanted, ReadLimits());

    /// <param name="limits">Lines of /proc/self/limits; empty where there is no such file, as outside Linux.</param>
    internal static int Bound(int wanted, IEnumerable<string> limits)
    {
        foreach (string line in limits)
        {
            if (!line.StartsWith("Max open files", StringComparison.Ordinal))
                continue;
            string[] words = line["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long soft))
                return (int)Math.Min(wanted, Math.Max(Least, (soft - Reserve) / 2));
        }
        return wanted;
    }

    private static string[] ReadLimits()
    {
        try
        {
            return File.ReadAllLines("/proc/self/limits");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
