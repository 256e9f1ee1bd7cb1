using System.Text.Json;
using BulkVerify.Senders;
using BulkVerify.Summaries;

namespace BulkVerify.Tests.Summaries;

public class SummaryJsonTests
{
    [Fact]
    public void Words_of_closed_sets_are_spelled_alike_as_values_and_as_keys()
    {
        var row = StreamSample.Row("example.com", nameof(SenderKind.Own));
        StreamSample.Sign(row, "example.com", "s1");
        row.Dkim[0].BodyHash = "match";
        Fault[] faults = [new(FaultKind.MessageTooLarge, "a.mbox", 1, "x"), new(FaultKind.MessageTooLarge, "a.mbox", 2, "x"), new(FaultKind.Damaged, "a.mbox", 3, "x")];
        using var stream = new MemoryStream();
        SummaryJson.Write(Summary.From(StreamSample.Count(row), faults), stream);
        JsonElement summary = JsonDocument.Parse(stream.ToArray()).RootElement;
        Assert.Equal("""{"damaged":1,"message-too-large":2}""", JsonSerializer.Serialize(summary.GetProperty("faults")));
        Assert.Equal("""{"byte-exact":1}""", JsonSerializer.Serialize(summary.GetProperty("archive_verdicts")));
        Assert.Equal("byte-exact", summary.GetProperty("archives")[0].GetProperty("verdict").GetString());
    }
}
