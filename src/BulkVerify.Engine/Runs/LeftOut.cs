using System.Text.Json;

namespace BulkVerify.Engine.Runs;

/// <summary>Messages of a split that have no row by the user's choice. In the split's folder when there are any: rows cannot tell.</summary>
/// <param name="OutsidePeriod">Of another time than the period that was judged.</param>
/// <param name="NotSampled">Not in the sample.</param>
internal sealed record LeftOut(long OutsidePeriod, long NotSampled)
{
    /// <summary>Null when every message has a row or a fault.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static LeftOut? Read(SplitFiles split) =>
        split.LeftOut() is { } file ? JsonSerializer.Deserialize<LeftOut>(File.ReadAllBytes(file), RunFolder.Json) : null;

    public void Write(string splitFolder)
    {
        if (this is { OutsidePeriod: 0, NotSampled: 0 })
            return;
        DurableFile.Write(RunFolder.LeftOutIn(splitFolder), stream => JsonSerializer.Serialize(stream, this, RunFolder.Json));
    }
}
