using System.Text;
using BulkVerify.Claims;
using BulkVerify.TestKit;
using CsCheck;
using MimeKit;

namespace BulkVerify.Tests.Claims;

public class AuthorDomainReaderTests
{
    private static readonly string[] Pieces =
        ["a", "joe@example.com", "@", ".", ",", ";", ":", "<", ">", "\"", "(", ")", "[", "]", "\\", " ", "\r\n ", "=?utf-8?q?a=40b?=", "=?utf-8?q?x,y@z?=", "=?", "?=", "example.com", "é", "\0", "xn--", "1"];

    private static AuthorDomain Read(string value) => AuthorDomainReader.Read(Encoding.UTF8.GetBytes(value));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string[] Domains(AuthorDomain author) => [.. Enumerable.Range(0, author.Count).Select(i => author[i].Value)];

    [Theory]
    [Rfc("5322", "3.4")]
    [Rfc("9989", "4.2")]
    [InlineData("Joe <joe@example.com>")]
    [InlineData("joe@example.com")]
    [InlineData("<joe@example.com>")]
    [InlineData("\"Joe\" <joe@Example.COM>")]
    [InlineData("Joe <joe@example.com.>")]
    [InlineData("Joe\r\n\t<joe@example.com>")]
    [InlineData("\"Doe, Joe\" <joe@example.com>")]
    [InlineData("Doe, Joe <joe@example.com>")]
    [InlineData("\"joe@bank.example\" <joe@example.com>")]
    [InlineData("joe@bank.example <joe@example.com>")]
    [InlineData("\"a\\\"b@bank.example\" <joe@example.com>")]
    [InlineData("Joe (joe@bank.example) <joe@example.com>")]
    [InlineData("joe@example.com (Joe (the (real) one))")]
    [InlineData("(Joe \\) joe@bank.example) joe@example.com")]
    [InlineData("joe (c) @ (c) example (c) . (c) com")]
    [InlineData("<joe@ example . com >")]
    [InlineData("joe@example. com")]
    [InlineData("\"joe@home\"@example.com")]
    [InlineData("<\"joe, <x@bank.example>\"@example.com>")]
    [InlineData("=?utf-8?q?joe=40bank=2Eexample?= <joe@example.com>")]
    [InlineData("=?utf-8?q?Doe,_joe@bank.example?= <joe@example.com>")]
    [InlineData("=?utf-8?b?am9lQGJhbmsuZXhhbXBsZQ==?=@example.com")]
    [InlineData("<@bank.example,@other.example:joe@example.com>")]
    [InlineData("< , ,(c)@bank.example,,:joe@example.com>")]
    [InlineData("Mail From:<joe@example.com>")]
    [InlineData("mailto:joe@example.com")]
    [InlineData("<<<><joe@example.com>>>")]
    [InlineData("\"Doe, Joe <joe@bank.example>\" joe@example.com")]
    [InlineData("Joe <joe@example.com")]
    [InlineData("\"Joe <joe@example.com>")]
    [InlineData("(Joe <joe@example.com>")]
    [InlineData("[ticket 1] <joe@example.com>")]
    [InlineData("joe@example.com,")]
    [InlineData("joe@example.com, ann@EXAMPLE.com, <ann@example.com>")]
    [InlineData("Team: joe@example.com, Ann <ann@example.com>;")]
    [InlineData("joe@example.com Joe Doe")]
    public void Finds_the_one_domain(string value)
    {
        AuthorDomain author = Read(value);
        Assert.Equal(["example.com"], Domains(author));
        Assert.Equal(AuthorDomainStatus.Valid, author.Status);
    }

    [Theory]
    [Rfc("9989", "5.3.1")]
    [Rfc("8616", "6")]
    [InlineData("joe@bücher.example", "xn--bcher-kva.example")]
    [InlineData("joe@BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("joe@XN--bcher-KVA.example", "xn--bcher-kva.example")]
    [InlineData("用户 <用户@食狮。中国>", "xn--85x722f.xn--fiqs8s")]
    [InlineData("joe@ｅｘａｍｐｌｅ．ＣＯＭ", "example.com")]
    [InlineData("joe@ｂüchｅr.example", "xn--bcher-kva.example")]
    public void Turns_U_labels_into_A_labels(string value, string expected) => Assert.Equal([expected], Domains(Read(value)));

    [Theory]
    [Rfc("5322", "3.4")]
    [Rfc("9989", "4.2")]
    [InlineData("joe@one.example, ann@two.example", "one.example two.example")]
    [InlineData("Joe <joe@one.example>, ann@two.example, x@one.example", "one.example two.example")]
    [InlineData("A: joe@one.example; B: ann@two.example;", "one.example two.example")]
    [InlineData("joe@one.example ann@two.example", "one.example two.example")]
    [InlineData("Joe <joe@one.example> Ann <ann@two.example>", "one.example two.example")]
    [InlineData("Joe <joe@one.example> ann@two.example", "one.example two.example")]
    [InlineData("joe@one.example: ann@two.example", "one.example two.example")]
    [InlineData("joe@three.example; ann@two.example", "three.example two.example")]
    public void Gives_every_domain_in_order(string value, string expected)
    {
        AuthorDomain author = Read(value);
        Assert.Equal(expected, string.Join(' ', Domains(author)));
        Assert.Equal(AuthorDomainStatus.SeveralDomains, author.Status);
    }

    [Theory]
    [Rfc("5322", "3.4")]
    [Rfc("9989", "4.2")]
    [InlineData("")]
    [InlineData(" \r\n ")]
    [InlineData("Joe")]
    [InlineData("\"joe@example.com\"")]
    [InlineData("(joe@example.com)")]
    [InlineData("<>")]
    [InlineData("Joe <joe>")]
    [InlineData("undisclosed-recipients:;")]
    [InlineData("=?utf-8?q?joe@example.com?=")]
    public void Without_a_domain_there_is_none(string value)
    {
        AuthorDomain author = Read(value);
        Assert.Empty(Domains(author));
        Assert.Equal(AuthorDomainStatus.NoDomain, author.Status);
    }

    [Theory]
    [Rfc("5322", "3.4")]
    [Rfc("9989", "4.2")]
    [InlineData("joe@[192.0.2.1]")]
    [InlineData("Joe <joe@[IPv6:2001:db8::1]>")]
    [InlineData("joe@192.0.2.1")]
    [InlineData("joe@\"example.com\"")]
    [InlineData("joe@")]
    [InlineData("@example.com")]
    [InlineData("<@example.com>")]
    [InlineData("joe@bank.example@example.com")]
    [InlineData("<joe@bank.example@example.com>")]
    [InlineData("<joe@example.com joe>")]
    [InlineData("joe@exa$mple.com")]
    [InlineData("joe@exa\0mple.com")]
    [InlineData("joe@exa\\mple.com")]
    [InlineData("joe@.example.com")]
    [InlineData("joe@example..com")]
    [InlineData("Joe <joe@example.com, Ann <ann@example.com>")]
    [InlineData("joe@example.com, ann@[192.0.2.1]")]
    public void Names_an_invalid_domain(string value) => Assert.Equal(AuthorDomainStatus.InvalidDomain, Read(value).Status);

    [Fact]
    public void Octets_that_are_no_UTF8_make_the_domain_invalid() =>
        Assert.Equal(AuthorDomainStatus.InvalidDomain, AuthorDomainReader.Read([.. "joe@ex"u8, 0xE4, .. "mple.com"u8]).Status);

    [Fact]
    public void Octets_that_are_no_UTF8_in_the_display_name_do_no_harm() =>
        Assert.Equal(["example.com"], Domains(AuthorDomainReader.Read([0xFF, 0xE4, 0x80, .. " <joe@example.com>"u8])));

    [Fact]
    public void A_domain_longer_than_DNS_allows_is_invalid() =>
        Assert.Equal(AuthorDomainStatus.InvalidDomain, Read($"joe@{string.Join('.', Enumerable.Repeat(new string('a', 60), 30))}").Status);

    [Fact]
    [Rfc("9989", "11.5")]
    public void Counts_domains_up_to_the_bound()
    {
        string List(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"joe@d{i}.example"));
        Assert.Equal(AuthorDomainStatus.SeveralDomains, Read(List(AuthorDomain.MaxDomains)).Status);
        AuthorDomain author = Read(List(AuthorDomain.MaxDomains + 1));
        Assert.Equal(AuthorDomainStatus.TooManyDomains, author.Status);
        Assert.Equal(AuthorDomain.MaxDomains, author.Count);
    }

    [Theory]
    [Rfc("5322", "3.6.2")]
    [InlineData("Subject: x\r\n\r\n", AuthorDomainStatus.NoFromField)]
    [InlineData("From: joe@example.com\r\nFrom: joe@example.com\r\n\r\n", AuthorDomainStatus.SeveralFromFields)]
    [InlineData("From: joe@example.com\nfRoM : ann@other.example\n\n", AuthorDomainStatus.SeveralFromFields)]
    [InlineData("From: joe@example.com\r\n\r\nFrom: x@other.example\r\n", AuthorDomainStatus.Valid)]
    [InlineData("From:\r\n joe@example.com\r\nSender: x@other.example\r\n\r\n", AuthorDomainStatus.Valid)]
    public void Reads_the_field_of_a_message(string message, AuthorDomainStatus expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(message);
        var headers = new HeaderTable();
        HeaderScanner.Scan(bytes, headers);
        Assert.Equal(expected, AuthorDomainReader.Read(headers, bytes).Status);
    }

    [Fact]
    public void Every_prefix_ends_in_a_status()
    {
        byte[] value = Encoding.UTF8.GetBytes("\"Doe, (Joe\" (c) <@a.example:\"j@x\"@example.com>, G: a@[::1], =?utf-8?q?b@c?= d@ é . org;");
        for (int length = 0; length <= value.Length; length++)
            Assert.True(Enum.IsDefined(AuthorDomainReader.Read(value.AsSpan(0, length)).Status));
    }

    [Fact]
    public void Random_pieces_and_bytes_never_throw()
    {
        OneOf(Pieces).Array[0, 20].Select(p => Encoding.UTF8.GetBytes(string.Concat(p))).Sample(Bounded, iter: 20_000);
        Gen.Byte.Array[0, 80].Sample(Bounded, iter: 5_000);
    }

    private static bool Bounded(byte[] value)
    {
        AuthorDomain author = AuthorDomainReader.Read(value);
        return author.Count <= AuthorDomain.MaxDomains && (author.Status != AuthorDomainStatus.Valid || author.Count == 1)
            && AuthorText.DisplayName(value).Length <= AuthorText.MaxLength;
    }

    [Theory]
    [InlineData("(")]
    [InlineData("((a)")]
    [InlineData("\"")]
    [InlineData("<")]
    [InlineData("<@")]
    [InlineData("@")]
    [InlineData("a@[")]
    [InlineData("=?a?q?")]
    [InlineData("a@b ")]
    [InlineData(" .")]
    [InlineData(",")]
    public void Time_stays_linear_on_hostile_fields(string piece)
    {
        byte[] value = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        long start = Environment.TickCount64;
        AuthorDomainReader.Read(value);
        // Milliseconds: of as many steps for each octet as there are octets it would take an hour.
        Assert.InRange(Environment.TickCount64 - start, 0, 60_000);
    }

    [Fact]
    [Rfc("5322", "3.4")]
    [Rfc("9989", "4.2")]
    public void Agrees_with_MimeKit_on_well_formed_lists()
    {
        Gen<string> name = OneOf("", "Joe", "\"Doe, Joe\"", "\"j@x.example\"", "=?utf-8?q?J=C3=B6?=", "(c) Joe");
        Gen<string> local = OneOf("joe", "j.doe", "\"j@d\"", "\"a b\"", "j+x");
        Gen<string> domain = OneOf("example.com", "a.example", "B.example", "mail.example.org");
        Gen<string> mailbox = Gen.Select(name, local, domain, (n, l, d) => n.Length == 0 ? $"{l}@{d}" : $"{n} <{l}@{d}>");
        mailbox.Array[1, 4].Select(m => string.Join(", ", m)).Sample(list =>
        {
            string[] expected = [.. InternetAddressList.Parse(list).Mailboxes.Select(m => m.Domain.ToLowerInvariant()).Distinct()];
            return Domains(Read(list)).SequenceEqual(expected);
        }, iter: 2_000);
    }

    [Fact]
    public void Allocates_nothing_for_a_known_name()
    {
        byte[] value = "\"Doe, Joe\" (c) <joe@example.com>"u8.ToArray();
        var names = new NameTable();
        AuthorDomainReader.Read(value, names);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            AuthorDomainReader.Read(value, names);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("=?utf-8?q?J=C3=B6rg?= <joe@example.com>", "Jörg")]
    [InlineData("\"Doe, Joe\" <joe@example.com>", "Doe, Joe")]
    [InlineData(" joe@example.com ", "joe@example.com")]
    public void Shows_the_author_as_a_mail_program_does(string value, string expected) => Assert.Equal(expected, AuthorText.DisplayName(Encoding.UTF8.GetBytes(value)));
}
