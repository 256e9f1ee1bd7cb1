using System.Text.Json;
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
        Dictionary<long, JsonElement> expected = CorporaArchive.Expected(name);
        var reader = new SignatureClaimReader(new NameTable());
        var digester = new MessageDigester(new DigestOptions());
        var headers = new HeaderTable();
        await CorporaArchive.ForEachAsync(name, (batch, extent) =>
        {
            ReadOnlySpan<byte> message = batch.BytesOf(extent);
            HeaderScanner.Scan(message, headers);
            SignatureDigests digests = digester.Digest(message, headers, reader.Read(message, headers), batch.Variant, extent.HasQuotedFrom);
            Assert.True(expected.Remove(extent.ArchiveOffset, out JsonElement truth));
            Compare(truth, digests, extent.ToString());
        });
        Assert.Empty(expected);
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
