using System.Text.Json;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Digests;

public class CorporaDigestTests
{
    [Theory]
    [InlineData("linux-hyperv-2024-12")]
    [InlineData("usrp-users-2022-06")]
    [InlineData("cip-testing-results-mix")]
    [InlineData("linux-bluetooth-vendors")]
    public async Task Body_hashes_of_real_mail_are_the_expected_ones(string name)
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        Dictionary<long, JsonElement> expected = File.ReadLines(Path.Combine(SharedData.Corpora, name + ".expected.jsonl"))
            .Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(e => e.GetProperty("offset").GetInt64());
        var pool = new SlabPool(8 << 20);
        ArchivePlan plan = ArchivePlanner.Plan([Path.Combine(SharedData.Corpora, name + ".mboxrd")], new PlanOptions(), TestContext.Current.CancellationToken);
        var reader = new SignatureClaimReader(new NameTable());
        var digester = new MessageDigester(new DigestOptions());
        var headers = new HeaderTable();
        await using SplitReader split = SplitReader.Open(plan, Assert.Single(plan.Splits), pool, new ReadOptions(), TestContext.Current.CancellationToken);
        while (await split.ReadAsync() is { } batch)
        {
            using (batch)
            {
                foreach (MessageExtent extent in batch.Messages)
                {
                    ReadOnlySpan<byte> message = batch.BytesOf(extent);
                    HeaderScanner.Scan(message, headers);
                    SignatureDigests digests = digester.Digest(message, headers, reader.Read(message, headers), batch.Variant, extent.HasQuotedFrom);
                    Assert.True(expected.Remove(extent.ArchiveOffset, out JsonElement truth));
                    Compare(truth, digests, extent.ToString());
                }
            }
        }
        Assert.Empty(expected);
        Assert.Equal(0, pool.Outstanding);
    }

    private static void Compare(JsonElement truth, SignatureDigests digests, string where)
    {
        JsonElement[] signatures = [.. truth.GetProperty("signatures").EnumerateArray()];
        Assert.Equal(signatures.Length, digests.Dkim.Count);
        for (int i = 0; i < signatures.Length; i++)
        {
            SignatureClaim claim = digests.Dkim[i].Claim;
            bool wellFormed = signatures[i].GetProperty("expect").GetString() != "malformed";
            Assert.True(wellFormed == (claim.Syntax is SignatureSyntax.Valid), $"{where} signature {i}: {claim.Syntax}");
            if (!wellFormed)
                continue;
            Assert.Equal(signatures[i].GetProperty("d").GetString()!.ToLowerInvariant(), claim.Domain!.Value);
            Assert.Equal(signatures[i].GetProperty("s").GetString()!.ToLowerInvariant(), claim.Selector!.Value);
            Assert.True(signatures[i].GetProperty("body_hash_ok").GetBoolean() == digests.Dkim[i].BodyHashMatches, $"{where} signature {i} d={claim.Domain}");
        }
    }
}
