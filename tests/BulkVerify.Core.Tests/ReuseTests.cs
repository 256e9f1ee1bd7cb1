using System.Reflection;
using System.Text.Json;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.TestKit;
using BulkVerify.Tests.Digests;

namespace BulkVerify.Tests;

/// <summary>Objects that go from message to message: nothing of one message may be left in the next.</summary>
public class ReuseTests
{
    [Fact]
    public void A_cleared_row_is_as_a_new_one()
    {
        MessageRow row = FilledRow.Make();
        row.Clear();
        Assert.Equal(JsonSerializer.Serialize(new MessageRow()), JsonSerializer.Serialize(row));
        SignatureRow signature = row.AddSignature();
        Assert.Equal(JsonSerializer.Serialize(new SignatureRow()), JsonSerializer.Serialize(signature));
        Assert.Same(signature, Assert.Single(row.Dkim));
    }

    [Fact]
    public void A_cleared_claim_and_digest_are_as_new_ones()
    {
        SignatureClaim claim = Filled(new SignatureClaim());
        SignatureDigest digest = Filled(new SignatureDigest());
        digest.Claim = claim;
        digest.KeyChecks = [new KeyCheck(1, true)];
        claim.Clear();
        digest.Clear();
        DigestCodecTests.AssertSame(new SignatureClaim(), claim, "claim");
        Assert.Equal((default, default), (claim.SignedHeaders, claim.SignatureValue));
        DigestCodecTests.AssertSame(new SignatureDigest(), digest, "digest");
    }

    [Fact]
    public Task A_digest_that_held_every_message_of_the_sample_before_is_as_one_of_its_own() => AssertReusable(Path.Combine(SharedData.RepositoryRoot, "data", "sample"));

    [Fact]
    public Task And_of_real_mail()
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        return AssertReusable(SharedData.Corpora);
    }

    private static async Task AssertReusable(string folder)
    {
        var fresh = new MessageDigestReader(EnvelopeOptions.Default, new DigestOptions(), VendorCatalog.Embedded.Fingerprints);
        var reused = new MessageDigestReader(EnvelopeOptions.Default, new DigestOptions(), VendorCatalog.Embedded.Fingerprints);
        var digest = new MessageDigest();
        var pool = new SlabPool(8 << 20);
        int messages = 0;
        ArchivePlan plan = ArchivePlanner.Plan([folder], new PlanOptions(), TestContext.Current.CancellationToken);
        foreach (PlannedSplit planned in plan.Splits)
        {
            await using SplitReader split = SplitReader.Open(plan, planned, pool, new ReadOptions(), TestContext.Current.CancellationToken);
            while (await split.ReadAsync() is { } batch)
            {
                using (batch)
                {
                    foreach (MessageExtent extent in batch.Messages)
                    {
                        messages++;
                        digest.Clear();
                        DigestCodecTests.AssertSame(Read(fresh, batch, extent, new MessageDigest()), Read(reused, batch, extent, digest), extent.Locator.ToString());
                    }
                }
            }
        }
        Assert.True(messages > 500);
    }

    private static MessageDigest Read(MessageDigestReader reader, MessageBatch batch, MessageExtent extent, MessageDigest digest)
    {
        if (reader.ReadClaims(batch, extent, digest))
            reader.ReadDigest(batch, extent, digest);
        return digest;
    }

    /// <summary>Something in every property, so that one that clearing forgets shows.</summary>
    private static T Filled<T>(T item)
    {
        foreach (PropertyInfo property in typeof(T).GetProperties().Where(p => p.CanWrite))
        {
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            object? value = type == typeof(DomainName) ? DomainName.Parse("left.example")
                : type == typeof(bool) ? true
                : type == typeof(ReadOnlyMemory<byte>) ? (ReadOnlyMemory<byte>)new byte[600]
                : type.IsEnum ? Enum.GetValues(type).GetValue(1)
                : type.IsPrimitive ? Convert.ChangeType(5, type, System.Globalization.CultureInfo.InvariantCulture)
                : null;
            if (value is not null)
                property.SetValue(item, value);
        }
        if (item is SignatureClaim claim)
            (claim.SignedHeaders, claim.SignatureValue) = ((1, 2), (3, 4));
        return item;
    }
}
