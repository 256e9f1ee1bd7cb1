using System.Net;
using System.Text;
using CsCheck;

namespace BulkVerify.Tests;

public class NameTableTests
{
    private static readonly Gen<string> Words = Gen.OneOf(
        Gen.Char["abAB.-@ é\u3002"].Array[0, 12].Select(c => new string(c)),
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 3]).Select((number, kind) => kind switch { 0 => $"mail-{number}.out.example.com", 1 => $"MAIL-{number}.Out.Example.com", 2 => $"mail-{number}.out.example.com.", _ => $"mail-{number}.bücher.example" }));

    [Fact]
    public void Gives_what_parsing_gives_whatever_was_asked_before() =>
        Words.Array[0, 200].Sample(words =>
        {
            var names = new NameTable(4);
            foreach (string word in words)
            {
                byte[] octets = Encoding.UTF8.GetBytes(word);
                Assert.Equal(DomainName.TryParse(octets), names.Domain(octets));
                Assert.Equal(word, names.Text(octets));
            }
        });

    [Fact]
    public void What_is_no_utf8_is_the_same_text_each_time() =>
        Gen.Byte.Array[0, 20].Array[0, 50].Sample(texts =>
        {
            var names = new NameTable(2);
            foreach (byte[] text in texts.Concat(texts))
                Assert.Equal(Encoding.UTF8.GetString(text), names.Text(text));
        });

    [Fact]
    public void What_was_met_lately_is_the_same_object_in_any_case()
    {
        var names = new NameTable();
        Assert.Same(names.Domain("mail.example.com"u8), names.Domain("mail.example.com"u8));
        Assert.Same(names.Text("ESMTPS"u8), names.Text("ESMTPS"u8));
        Assert.Same(names.Domain("MAIL.example.com"u8), names.Domain("MAIL.example.com"u8));
    }

    [Fact]
    public void Two_texts_in_one_place_stay_both()
    {
        var names = new NameTable(2);
        (string one, string other) = (names.Text("one"u8), names.Text("other"u8));
        Assert.Same(one, names.Text("one"u8));
        Assert.Same(other, names.Text("other"u8));
        names.Text("third"u8);
        Assert.Same(other, names.Text("other"u8));
        Assert.NotSame(one, names.Text("one"u8));
    }

    [Fact]
    public void Texts_are_cut_to_their_length() => Assert.Equal("ab", new NameTable().Text("abcd"u8, maxLength: 2));

    [Fact]
    public void Texts_too_long_to_be_kept_are_read_all_the_same()
    {
        string text = new('a', 5000);
        Assert.Equal(text, new NameTable().Text(Encoding.ASCII.GetBytes(text), maxLength: 10_000));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("[192.0.2.1]:25", "192.0.2.1")]
    [InlineData("[IPv6:2001:db8::1]", "2001:db8::1")]
    [InlineData("mail.example", null)]
    [InlineData("", null)]
    public void Reads_addresses_as_they_are_read_elsewhere(string word, string? address) =>
        Assert.Equal(address is null ? null : IPAddress.Parse(address), new NameTable().Address(Encoding.ASCII.GetBytes(word)));
}
