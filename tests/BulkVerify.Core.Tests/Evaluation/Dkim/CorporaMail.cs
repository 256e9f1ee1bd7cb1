using System.Text.Json;
using BulkVerify.Digests;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Dkim;

/// <summary>The archives of real mail, message by message beside their expected verdicts.</summary>
internal static class CorporaMail
{
    public static readonly string[] Names = ["linux-hyperv-2024-12", "usrp-users-2022-06", "cip-testing-results-mix", "linux-bluetooth-vendors"];

    /// <summary>Gets the message without its quoting, its digests, and the line of the expectations.</summary>
    public delegate void Visitor(ReadOnlySpan<byte> message, SignatureDigests digests, JsonElement expected);

    public static JsonZone Zone() => JsonZone.Parse(File.ReadAllText(Path.Combine(SharedData.Corpora!, "zone.json")));

    public static async Task Visit(string name, SignatureJudge judge, Visitor visit)
    {
        Dictionary<long, JsonElement> expected = CorporaArchive.Expected(name);
        await CorporaArchive.ForEachAsync(name, (batch, extent) =>
        {
            ReadOnlySpan<byte> message = batch.BytesOf(extent);
            SignatureDigests digests = judge.Digest(message, batch.Variant, extent.HasQuotedFrom);
            Assert.True(expected.Remove(extent.ArchiveOffset, out JsonElement line));
            byte[] unquoted = new byte[message.Length];
            int length = MboxUnquoter.Unquote(message, unquoted, onlySingle: false);
            visit(unquoted.AsSpan(0, length), digests, line);
        });
        Assert.Empty(expected);
    }
}
