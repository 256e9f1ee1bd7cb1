using System.Buffers;
using System.Collections;
using System.Reflection;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Digests;

public class DigestCodecTests
{
    private static readonly Lazy<Task<List<MessageDigest>>> Sample = new(() => DigestsOfAsync(Path.Combine(SharedData.RepositoryRoot, "data", "sample")));

    [Fact]
    public async Task A_decoded_digest_has_every_value_of_the_encoded_one()
    {
        List<MessageDigest> digests = await Sample.Value;
        Assert.True(digests.Count > 500);
        var decoder = new DigestDecoder();
        foreach (MessageDigest digest in digests)
            AssertSame(digest, decoder.Read(Encode(digest)), digest.Locator.ToString());
    }

    [Fact]
    public async Task A_digest_of_real_mail_too()
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        var decoder = new DigestDecoder();
        foreach (MessageDigest digest in await DigestsOfAsync(SharedData.Corpora))
            AssertSame(digest, decoder.Read(Encode(digest)), digest.Locator.ToString());
    }

    [Fact]
    public async Task Every_prefix_of_a_digest_is_none()
    {
        var decoder = new DigestDecoder();
        foreach (MessageDigest digest in (await Sample.Value).Take(20))
        {
            byte[] whole = Encode(digest);
            for (int length = 0; length < whole.Length; length++)
                Assert.Null(decoder.Read(whole.AsSpan(0, length)));
            Assert.Null(decoder.Read([.. whole, 0]));
        }
    }

    [Fact]
    public async Task Any_octets_are_a_digest_or_none_but_never_an_exception()
    {
        byte[][] wholes = [.. (await Sample.Value).Take(200).Select(Encode)];
        Gen<byte[]> altered =
            from whole in Gen.Int[0, wholes.Length - 1].Select(i => wholes[i])
            from changes in Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte).Array[1, 8]
            select Alter(whole, changes);
        Gen.OneOf(altered, Gen.Byte.Array[0, 300]).Sample(
            octets =>
            {
                if (new DigestDecoder().Read(octets) is { } digest)
                    Assert.True(Encode(digest).Length <= octets.Length + 64);
            },
            iter: 20_000);
    }

    [Fact]
    public async Task A_file_gives_its_digests_back_in_their_order_and_equal_digests_make_equal_files()
    {
        List<MessageDigest> digests = await Sample.Value;
        byte[] file = FileOf(digests);
        Assert.Equal(file, FileOf(digests));
        var reader = new DigestFileReader(new MemoryStream(file), "digests");
        List<MessageDigest> read = [.. reader.ReadAll()];
        Assert.Equal(digests.Select(d => d.Locator), read.Select(d => d.Locator));
        Assert.Equal(digests.Select(d => Convert.ToHexString(Encode(d))), read.Select(d => Convert.ToHexString(Encode(d))));
        // 0.5 to 3 KB a message is what a digest may take before compression.
        Assert.InRange(digests.Average(d => Encode(d).Length), 200, 3000);
        Assert.True(file.Length < digests.Sum(d => Encode(d).Length));
    }

    [Fact]
    public async Task A_file_gives_the_digests_that_depend_on_a_name_each_with_its_number()
    {
        List<MessageDigest> digests = await Sample.Value;
        byte[] file = FileOf(digests);
        var names = new DigestNames();
        List<(DomainName Name, NameUses Uses)> ofFirst = NamesOf(digests[0]), ofAll = [.. digests.SelectMany(NamesOf)];
        foreach ((DomainName name, NameUses uses) in ofFirst.Concat(ofAll.Where((_, i) => i % 97 == 0)))
        {
            var reader = new DigestFileReader(new MemoryStream(file), "digests");
            List<long> read = [.. reader.Read((n, u) => n == name && (u & uses) != 0).Select(d => d.Number)];
            Assert.Equal(Enumerable.Range(0, digests.Count).Where(i => NamesOf(digests[i]).Exists(n => n.Name == name && (n.Uses & uses) != 0)).Select(i => (long)i), read);
            Assert.NotEmpty(read);
        }
        var nothing = new DigestFileReader(new MemoryStream(file), "digests");
        Assert.Empty(nothing.Read((_, _) => false));

        List<(DomainName Name, NameUses Uses)> NamesOf(MessageDigest digest)
        {
            names.Set(digest);
            return [.. names.All];
        }
    }

    [Fact]
    public async Task A_file_cut_anywhere_is_refused()
    {
        byte[] file = FileOf([.. (await Sample.Value).Take(40)]);
        foreach (int length in Enumerable.Range(0, file.Length).Where(l => l % 7 == 0 || l > file.Length - 30))
            Assert.Throws<InvalidDataException>(() => ReadFile(file[..length]));
    }

    [Fact]
    public async Task An_altered_file_is_refused_unless_its_digests_stay_the_same()
    {
        byte[] file = FileOf([.. (await Sample.Value).Take(40)]);
        string whole = ReadFile(file);
        int refused = 0;
        for (int at = 0; at < file.Length; at++)
        {
            byte[] altered = [.. file];
            altered[at] ^= 0x10;
            try
            {
                // Each of the two compressed parts has bits that decide nothing.
                Assert.Equal(whole, ReadFile(altered));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.True(refused > file.Length - 20);
    }

    [Fact]
    public void A_file_of_another_version_says_so()
    {
        byte[] file = FileOf([]);
        file[8]++;
        Assert.Contains("another version", Assert.Throws<InvalidDataException>(() => ReadFile(file)).Message, StringComparison.Ordinal);
    }

    private static byte[] Encode(MessageDigest digest)
    {
        var output = new ArrayBufferWriter<byte>();
        DigestEncoder.Write(output, digest);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] FileOf(IReadOnlyList<MessageDigest> digests)
    {
        var stream = new MemoryStream();
        var writer = new DigestFileWriter(stream);
        foreach (MessageDigest digest in digests)
            writer.Add(digest);
        writer.Complete();
        return stream.ToArray();
    }

    private static string ReadFile(byte[] file)
    {
        var reader = new DigestFileReader(new MemoryStream(file), "digests");
        return string.Concat(reader.ReadAll().Select(d => Convert.ToHexString(Encode(d))));
    }

    private static byte[] Alter(byte[] whole, (int At, byte To)[] changes)
    {
        byte[] altered = [.. whole];
        foreach ((int at, byte to) in changes)
            altered[at % altered.Length] = to;
        return altered;
    }

    private static async Task<List<MessageDigest>> DigestsOfAsync(string folder)
    {
        var names = new NameTable();
        var claimsReader = new ClaimsReader(EnvelopeOptions.Default, names);
        var marks = new VendorMarkReader(BulkVerify.Senders.VendorCatalog.Embedded.Fingerprints, names);
        var digester = new MessageDigester(new DigestOptions());
        var headers = new HeaderTable();
        var pool = new SlabPool(8 << 20);
        var digests = new List<MessageDigest>();
        ArchivePlan plan = ArchivePlanner.Plan([folder], new PlanOptions(), TestContext.Current.CancellationToken);
        foreach (PlannedSplit planned in plan.Splits)
        {
            await using SplitReader split = SplitReader.Open(plan, planned, pool, new ReadOptions(), TestContext.Current.CancellationToken);
            while (await split.ReadAsync() is { } batch)
            {
                using (batch)
                    digests.AddRange(batch.Messages.Select(extent => DigestOf(batch, extent)));
            }
        }
        return digests;

        MessageDigest DigestOf(MessageBatch batch, MessageExtent extent)
        {
            ReadOnlySpan<byte> message = batch.BytesOf(extent);
            HeaderScanner.Scan(message, headers);
            var claims = new MessageClaims();
            claimsReader.Read(message, batch.SeparatorOf(extent), headers, claims);
            SignatureDigests signatures = digester.Digest(message, headers, claims.Signatures, batch.Variant, extent.HasQuotedFrom);
            return new MessageDigest
            {
                Locator = extent.Locator,
                Length = extent.Length,
                Claims = claims,
                Marks = marks.Read(message, headers, 1),
                Signatures = signatures,
                Fingerprint = Fingerprint.Of(claims.MessageId, signatures.BodyFingerprint),
            };
        }
    }

    /// <summary>Compares every property that there is, so that one that is added and not encoded is noticed.</summary>
    internal static void AssertSame(object? expected, object? actual, string where)
    {
        switch (expected)
        {
            case null:
                Assert.True(actual is null, $"{where}: {actual} in place of nothing; is it encoded?");
                return;
            case ReadOnlyMemory<byte> octets:
                Assert.True(octets.Span.SequenceEqual(((ReadOnlyMemory<byte>)actual!).Span), $"{where}: other octets");
                return;
            case AuthorDomain author:
                for (int i = 0; i < author.Count; i++)
                    AssertSame(author[i], ((AuthorDomain)actual!)[i], $"{where}[{i}]");
                break;
            case IEnumerable list and not string:
                object?[] left = [.. list.Cast<object?>()];
                object?[] right = [.. ((IEnumerable)actual!).Cast<object?>()];
                Assert.True(left.Length == right.Length, $"{where}: {right.Length} in place of {left.Length} items; are they encoded?");
                for (int i = 0; i < left.Length; i++)
                    AssertSame(left[i], right[i], $"{where}[{i}]");
                return;
        }
        Type type = expected.GetType();
        if (type.IsPrimitive || type.IsEnum || expected is string or DomainName or System.Net.IPAddress)
        {
            Assert.True(expected.Equals(actual), $"{where}: {actual} in place of {expected}; is it encoded?");
            return;
        }
        Assert.NotNull(actual);
        foreach (PropertyInfo property in type.GetProperties().Where(p => p.GetIndexParameters().Length == 0 && p.GetMethod!.IsPublic && !p.GetMethod.IsStatic))
        {
            // What a value must look like is the catalog's; that it matched is what the message tells.
            if (type != typeof(HeaderFingerprint) || property.Name != nameof(HeaderFingerprint.Value))
                AssertSame(property.GetValue(expected), property.GetValue(actual), $"{where}.{property.Name}");
        }
    }
}
