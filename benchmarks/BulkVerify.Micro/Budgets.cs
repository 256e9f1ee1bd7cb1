using System.Text.Json;

namespace BulkVerify.Micro;

/// <summary>Most bytes that one operation of each benchmark may allocate: the file budgets.json. Where that is not nothing, it is what was measured and a seventh more.</summary>
internal static class Budgets
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static SortedDictionary<string, long> Read()
    {
        using Stream file = typeof(Budgets).Assembly.GetManifestResourceStream("budgets.json")!;
        return new SortedDictionary<string, long>(JsonSerializer.Deserialize<Dictionary<string, long>>(file)!, StringComparer.Ordinal);
    }

    /// <summary>What is allocated now, as the file would hold it.</summary>
    public static int Print(TextWriter to)
    {
        var measured = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (MicroBenchmark benchmark in MicroBenchmark.All())
            measured[benchmark.Name] = (long)Math.Ceiling(benchmark.MeasureAllocations());
        to.WriteLine(JsonSerializer.Serialize(measured, Json));
        return 0;
    }
}
