using System.Text;
using BulkVerify.Claims;
using CsCheck;

namespace BulkVerify.Tests.Claims;

public class SignedHeaderListsTests
{
    [Fact]
    public void Gives_what_reading_gives_whatever_was_read_before()
    {
        string[] pieces = ["From", "from", " to", "List-Unsubscribe", "List-Unsubscribe-Post", "ARC-Seal", "subject\r\n\t", "a b", "\u00e9", ""];
        var lists = new SignedHeaderLists();
        Gen.Int[0, pieces.Length - 1].Array[0, 8].Select(picks => string.Join(':', picks.Select(p => pieces[p]))).Array[1, 20].Sample(
            texts =>
            {
                foreach (byte[] text in texts.Concat(texts).Select(Encoding.UTF8.GetBytes))
                    Assert.Equal(SignedHeaderLists.Parse(text), lists.Read(text));
            },
            threads: 1);
    }

    [Fact]
    public void A_list_too_long_to_be_kept_is_read_all_the_same()
    {
        byte[] list = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("x-header:", 200)) + "from");
        Assert.Equal(SignedHeaderFacts.From, new SignedHeaderLists().Read(list));
    }

    [Fact]
    public void Key_names_are_selector_and_domain_around_the_label()
    {
        var keys = new KeyNames(new NameTable());
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60]).Array[1, 200].Sample(
            pairs =>
            {
                foreach ((int s, int d) in pairs)
                    Assert.Equal($"s{s}._domainkey.d{d}.example", keys.Of(DomainName.Parse($"s{s}"), DomainName.Parse($"d{d}.example"))?.Value);
            },
            threads: 1);
        DomainName longest = DomainName.Parse(string.Join('.', Enumerable.Repeat(new string('a', 60), 4)));
        Assert.Null(keys.Of(longest, longest));
    }
}
