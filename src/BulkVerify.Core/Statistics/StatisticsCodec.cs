using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BulkVerify.Statistics;

/// <summary>Writes and reads <see cref="RunStatistics"/> as JSON lines: one per stream, one per rule difference and finding, one per archive and altered message, some with fingerprints. What is empty or
/// zero is left out, which is most of a stream with few messages.</summary>
public static class StatisticsCodec
{
    // A line of them all would be held in memory several times over.
    private const int FingerprintsPerLine = 8192;

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        TypeInfoResolver = StatisticsJson.Default.WithAddedModifier(LeaveOutEmpty),
    };

    public static void Write(RunStatistics statistics, Stream to)
    {
        using var writer = new StreamWriter(to, leaveOpen: true) { NewLine = "\n" };
        WriteLine(writer, new StatisticsLine(null, null, null, null, null, statistics.Messages, null) { OutsidePeriod = statistics.OutsidePeriod, NotSampled = statistics.NotSampled });
        statistics.Fingerprints.Sort();
        for (int from = 0; from < statistics.Fingerprints.Count; from += FingerprintsPerLine)
        {
            ReadOnlySpan<ulong> fingerprints = CollectionsMarshal.AsSpan(statistics.Fingerprints)[from..Math.Min(from + FingerprintsPerLine, statistics.Fingerprints.Count)];
            byte[] octets = new byte[fingerprints.Length * sizeof(ulong)];
            for (int i = 0; i < fingerprints.Length; i++)
                BinaryPrimitives.WriteUInt64LittleEndian(octets.AsSpan(i * sizeof(ulong)), fingerprints[i]);
            WriteLine(writer, new StatisticsLine(null, null, null, null, null, null, octets));
        }
        foreach ((StreamKey key, StreamTally tally) in statistics.Streams)
            WriteLine(writer, new StatisticsLine(key.Sender, key.AuthorDomain, tally, null, null, null, null));
        foreach ((RuleDifferenceKey key, CauseTally tally) in statistics.RuleDifferences)
        {
            WriteLine(writer, new StatisticsLine(key.Stream.Sender, key.Stream.AuthorDomain, null, key.Results, tally, null, null)
            {
                Identifiers = key.Identifiers,
                Walk = key.Walk,
                Walk7489 = key.Walk7489,
            });
        }
        foreach ((Finding finding, CauseTally tally) in statistics.Findings)
            WriteLine(writer, new StatisticsLine(null, null, null, finding.Text, tally, null, null) { Table = finding.Table });
        foreach ((string group, ArchiveTally tally) in statistics.Archives)
            WriteLine(writer, new StatisticsLine(null, null, null, null, null, null, null) { Archive = group, Archived = tally });
        foreach (AlteredMessage message in statistics.Altered.All)
            WriteLine(writer, new StatisticsLine(null, null, null, null, null, null, null) { Altered = message });
    }

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static RunStatistics Read(Stream from)
    {
        var statistics = new RunStatistics();
        using var reader = new StreamReader(from, leaveOpen: true);
        for (int number = 1; reader.ReadLine() is { } text; number++)
        {
            try
            {
                ReadLine(statistics, JsonSerializer.Deserialize<StatisticsLine>(text, Json)!);
            }
            catch (Exception e) when (e is JsonException or NullReferenceException)
            {
                throw new InvalidDataException($"line {number}: {e.Message}", e);
            }
        }
        return statistics;
    }

    private static void ReadLine(RunStatistics statistics, StatisticsLine line)
    {
        if (line.Fingerprints is { } fingerprints)
        {
            for (int i = 0; i + sizeof(ulong) <= fingerprints.Length; i += sizeof(ulong))
                statistics.Fingerprints.Add(BinaryPrimitives.ReadUInt64LittleEndian(fingerprints.AsSpan(i)));
            return;
        }
        if (line.Messages is { } messages)
        {
            statistics.SetMessages(messages);
            statistics.LeaveOut(line.OutsidePeriod, line.NotSampled);
            return;
        }
        if (line.Archive is { } group)
        {
            statistics.Archives.Add(group, line.Archived!);
            return;
        }
        if (line.Altered is { } altered)
        {
            statistics.Altered.Add(altered);
            return;
        }
        if (line.Table is { } table)
        {
            statistics.Findings.Add(new Finding(table, line.Difference!), line.Differences!);
            return;
        }
        var key = new StreamKey(line.Sender!, line.AuthorDomain!);
        if (line.Tally is not null)
            statistics.Adopt(key, line.Tally);
        else
            statistics.RuleDifferences.Add(new RuleDifferenceKey(key, line.Difference!, line.Identifiers ?? "", line.Walk ?? "", line.Walk7489 ?? ""), line.Differences!);
    }

    private static void WriteLine(StreamWriter writer, StatisticsLine line) => writer.WriteLine(JsonSerializer.Serialize(line, Json));

    private static void LeaveOutEmpty(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.PropertyType == typeof(KeptCounts))
                property.ShouldSerialize = static (_, value) => value is KeptCounts { IsEmpty: false };
            else if (property.PropertyType == typeof(RequirementTally))
                property.ShouldSerialize = static (_, value) => value is RequirementTally { IsEmpty: false };
            else if (property.PropertyType == typeof(long[]))
                property.ShouldSerialize = static (_, value) => value is long[] { Length: > 0 };
            else if (property.PropertyType.IsAssignableTo(typeof(System.Collections.IDictionary)))
                property.ShouldSerialize = static (_, value) => value is System.Collections.IDictionary { Count: > 0 };
        }
    }
}
