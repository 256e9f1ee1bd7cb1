namespace BulkVerify.Statistics;

/// <summary>Writes and reads <see cref="RunStatistics"/> as a whole; see <see cref="StatisticsStore"/> for those of any size.</summary>
public static class StatisticsCodec
{
    public static void Write(RunStatistics statistics, Stream to)
    {
        using var writer = new StatisticsWriter(to, statistics);
        writer.Write(statistics.Entries());
        statistics.Fingerprints.Sort();
        writer.Write(statistics.Fingerprints);
    }

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static RunStatistics Read(Stream from)
    {
        var reader = new StatisticsReader(from);
        RunStatistics statistics = reader.Head;
        foreach (StatisticsEntry entry in reader.Entries())
            statistics.Take(entry);
        statistics.Fingerprints.AddRange(reader.Fingerprints());
        return statistics;
    }
}
