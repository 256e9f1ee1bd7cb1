using System.Text;
using BulkVerify.Dns;
using CsCheck;

namespace BulkVerify.Tests.Dns;

public sealed class KeyringTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Reads_json_lines_and_csv_alike()
    {
        KeyringFile json = Read("""
            {"domain":"Example.com","selector":"s1","record":"KEY","first_seen":"2023-01-01","last_seen":"2023-12-31","source":"dns","messages":7}
            {"domain":"example.com","selector":"s2","record":"KEY"}
            """);
        KeyringFile csv = Read("""
            domain,selector,key record,first seen,last seen,source,messages
            example.com,s1,"KEY",2023-01-01T00:00:00Z,2023-12-31T23:59:59Z,dns,7
            # a comment

            example.com,s2,KEY,,,,
            """);
        KeyringFile bare = Read("example.com,s1,KEY,2023-01-01,2023-12-31,dns,7\nexample.com,s2,KEY");
        Assert.Empty(json.Errors.Concat(csv.Errors).Concat(bare.Errors));
        Assert.Equal(json.Entries, csv.Entries);
        Assert.Equal(json.Entries, bare.Entries);
        Assert.Equal(new DateTimeOffset(2023, 12, 31, 23, 59, 59, TimeSpan.Zero).ToUnixTimeSeconds(), json.Entries[0].LastSeen);
    }

    [Theory]
    [InlineData("example.com,s1,KEY\nexa mple.com,s1,KEY", "FILE:2: \"domain\" must be a domain name such as example.com.")]
    [InlineData("example.com,,KEY", "FILE:1: \"selector\" must be a selector such as s1.")]
    [InlineData("example.com,s1,no key", "FILE:1: \"record\" must be a key record with a key, such as v=DKIM1; k=rsa; p=MIGf....")]
    [InlineData("example.com,s1,KEY,yesterday", "FILE:1: \"first_seen\" must be a date such as 2024-05-31 or 2024-05-31T12:00:00Z, or empty.")]
    [InlineData("example.com,s1,KEY,2024-02-01,2024-01-31", "FILE:1: \"last_seen\" must not be before first_seen.")]
    [InlineData("example.com,s1,KEY,,,dns,many", "FILE:1: \"messages\" must be a number.")]
    [InlineData("example.com,\"s1,KEY", "FILE:1: has a quote that does not end.")]
    [InlineData("{\"domain\":", "FILE:1: is no well-formed JSON object.")]
    public void Errors_name_file_line_and_field(string text, string error) =>
        Assert.Equal(error.Replace("FILE", _file, StringComparison.Ordinal), Assert.Single(Read(text).Errors).ToString());

    [Fact]
    public void A_wrong_line_leaves_the_others()
    {
        KeyringFile file = Read("example.com,s1,KEY\nexample.com,s2,nothing\nexample.com,s3,KEY");
        Assert.Equal(["s1", "s3"], file.Entries.Select(e => e.Selector.Value));
    }

    [Fact]
    public void Written_entries_read_back_to_equal_ones() => Entry.Array[0, 20].Sample(entries =>
    {
        IReadOnlyList<KeyringEntry> united = Keyring.Unite(entries);
        using (FileStream file = File.Create(_file))
            KeyringFile.Write(united, file);
        Assert.Equal(united, KeyringFile.Read(_file, IsKey).Entries);
    }, iter: 100, threads: 1);

    [Fact]
    public void Uniting_commutes_and_is_done_once() => Gen.Select(Entry.Array[0, 12], Entry.Array[0, 12]).Sample((a, b) =>
    {
        IReadOnlyList<KeyringEntry> there = Keyring.Unite([.. a, .. b]);
        Assert.Equal(there, Keyring.Unite([.. b, .. a]));
        Assert.Equal(there, Keyring.Unite([.. Keyring.Unite(a), .. Keyring.Unite(b)]));
        Assert.Equal(there, Keyring.Unite([.. there, .. there]));
    }, iter: 300);

    [Fact]
    public void United_intervals_span_both_and_open_sides_stay_open()
    {
        KeyringEntry entry = new(DomainName.Parse("example.com"), DomainName.Parse("s"), "KEY");
        KeyringEntry united = Assert.Single(Keyring.Unite([entry with { FirstSeen = 10, LastSeen = 20, Source = "dns", Messages = 3 }, entry with { FirstSeen = 40, LastSeen = 50, Source = "bought", Messages = 2 }]));
        Assert.Equal((10L, 50L, "bought,dns", 3L), (united.FirstSeen!.Value, united.LastSeen!.Value, united.Source, united.Messages));
        Assert.Null(Assert.Single(Keyring.Unite([united, entry])).FirstSeen);
    }

    [Fact]
    public void Recovered_keys_stay_apart_from_seen_ones_and_come_last()
    {
        KeyringEntry entry = new(DomainName.Parse("example.com"), DomainName.Parse("s"), "KEY");
        IReadOnlyList<KeyringEntry> united = Keyring.Unite([entry with { Source = KeyringEntry.Recovered }, entry with { Record = "KEY Z", Source = "dns" }]);
        Assert.Equal(["dns", KeyringEntry.Recovered], united.Select(e => e.Source));
    }

    private static readonly Gen<KeyringEntry> Entry =
        from domain in Among("example.com", "example.net")
        from selector in Among("s1", "s2")
        from record in Among("KEY", "KEY; t=s")
        from first in Gen.Int[0, 50]
        from length in Gen.Int[0, 50]
        from open in Gen.Int[0, 3]
        from source in Among("", "dns", KeyringEntry.Recovered, "a,b")
        from messages in Gen.Long[0, 3]
        select new KeyringEntry(DomainName.Parse(domain), DomainName.Parse(selector), record)
        {
            FirstSeen = (open & 1) == 0 ? first : null,
            LastSeen = (open & 2) == 0 ? first + length : null,
            Source = source,
            Messages = messages,
        };

    private static Gen<string> Among(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static bool IsKey(string text) => text.StartsWith("KEY", StringComparison.Ordinal);

    private KeyringFile Read(string text)
    {
        File.WriteAllText(_file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        return KeyringFile.Read(_file, IsKey);
    }
}
