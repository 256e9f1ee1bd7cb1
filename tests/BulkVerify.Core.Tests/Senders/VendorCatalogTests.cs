using System.Text;
using BulkVerify.Claims;
using BulkVerify.Senders;
using CsCheck;

namespace BulkVerify.Tests.Senders;

public sealed class VendorCatalogTests
{
    private static readonly VendorCatalog Catalog = VendorCatalog.Embedded;

    [Fact]
    public void Knows_at_least_eighty_vendors() => Assert.True(Catalog.Vendors.Count >= 80, $"{Catalog.Vendors.Count}");

    [Fact]
    public void Gives_each_name_to_one_vendor()
    {
        Func<Vendor, IEnumerable<string>>[] facets =
        [
            v => v.DkimDomains.Concat(v.MailFromDomains).Concat(v.HostNames).Distinct(), v => v.SpfIncludes, v => v.KeyTargets, v => v.Selectors, v => v.UnsubscribeHosts,
            v => v.SharedKeys.Select(k => k.Sha256),
        ];
        IEnumerable<string> shared = facets.SelectMany(f => Catalog.Vendors.SelectMany(f).GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(shared);
    }

    [Fact]
    public void Gives_every_vendor_a_fact_to_be_known_by() => Assert.DoesNotContain(Catalog.Vendors, v =>
        v.DkimDomains.Count + v.MailFromDomains.Count + v.HostNames.Count + v.SpfIncludes.Count + v.KeyTargets.Count + v.Selectors.Count + v.CommonSelectors.Count
        + v.UnsubscribeHosts.Count + v.SharedKeys.Count + v.Headers.Count == 0 && v.FeedbackId is null);

    [Fact]
    public void Has_only_expressions_that_a_file_could_have()
    {
        IEnumerable<ValuePattern?> patterns = Catalog.Vendors.SelectMany(v => v.Headers.Select(h => h.Value).Append(v.FeedbackId));
        Assert.All(patterns.OfType<ValuePattern>(), p => Assert.NotNull(ValuePattern.TryParse(p.Source)));
    }

    [Fact]
    public void Adds_the_entries_of_a_file()
    {
        VendorCatalogLoad load = With("""[{"id": "acme", "name": "Acme", "dkim": ["mail.acme.com"], "runsOn": ["sendgrid"], "selectors": ["acme{n}"]}]""");
        Assert.Empty(load.Errors);
        Assert.Equal(Catalog.Vendors.Count + 1, load.Catalog.Vendors.Count);
        Assert.Equal(["mail.acme.com"], load.Catalog.Find("acme")!.DkimDomains);
    }

    [Fact]
    public void Replaces_the_fields_that_an_entry_gives_and_keeps_the_others()
    {
        VendorCatalogLoad load = With("""[{"id": "sendgrid", "hosts": ["relay.example"]}]""");
        Assert.Empty(load.Errors);
        Assert.Equal(["relay.example"], load.Catalog.Find("sendgrid")!.HostNames);
        Assert.Equal(Catalog.Find("sendgrid")!.DkimDomains, load.Catalog.Find("sendgrid")!.DkimDomains);
        Assert.Equal(Catalog.Vendors.Count, load.Catalog.Vendors.Count);
    }

    [Theory]
    [InlineData("""[{"id": "acme", "selectors": "s1"}]""", """v.json: entry "acme" (line 1): "selectors" must be a list of names such as "s1" or "acme{n}".""")]
    [InlineData("""[{"id": "acme", "selectors": ["{n}"]}]""", """v.json: entry "acme" (line 1): "selectors" must be a list of names such as "s1" or "acme{n}".""")]
    [InlineData("[\n\n{\"id\": \"acme\", \"dkim\": [\"com\"]}]", """v.json: entry "acme" (line 3): "dkim" must be a list of domain names such as "mail.acme.com" or "m{n}.acme.com".""")]
    [InlineData("""[{"id": "acme", "dkim": ["{x}.com"]}]""", """v.json: entry "acme" (line 1): "dkim" must be a list of domain names such as "mail.acme.com" or "m{n}.acme.com".""")]
    [InlineData("""[{"name": "Acme"}]""", """v.json: entry "#1" (line 1): "id" must be a name of lower-case letters, digits and hyphens such as "acme-mail".""")]
    [InlineData("""[1]""", """v.json: entry "#1" (line 1): must be an object with an "id".""")]
    [InlineData("""{"id": "acme"}""", """v.json: must be a list of entries: [ {"id": "acme", ...}, ... ].""")]
    [InlineData("[\n{\"id\"", """v.json: line 2: is not well-formed JSON here.""")]
    [InlineData("""[{"id": "acme", "colour": 1}]""", """v.json: entry "acme" (line 1): "colour" is no field of an entry.""")]
    [InlineData("""[{"id": "acme", "customDkim": "yes"}]""", """v.json: entry "acme" (line 1): "customDkim" must be true or false.""")]
    [InlineData("""[{"id": "acme", "feedbackId": "(a)\\1"}]""", """v.json: entry "acme" (line 1): "feedbackId" must be a regular expression without look-around and back references.""")]
    [InlineData("""[{"id": "acme", "modes": ["other"]}]""", """v.json: entry "acme" (line 1): "modes" must be a list of "external", "internal", "do-not-integrate".""")]
    [InlineData("""[{"id": "acme", "runsOn": ["nobody"]}]""", """v.json: entry "acme" (line 1): "runsOn" names "nobody", which is no known id.""")]
    [InlineData("[{\"id\": \"acme\"},\n{\"id\": \"acme\"}]", """v.json: entry "acme" (line 2): is there twice, first in line 1.""")]
    public void Names_file_entry_and_field_of_an_error(string json, string expected) => Assert.Equal([expected], With(json).Errors.Select(e => e.ToString()));

    [Fact]
    public void Leaves_out_a_wrong_entry_and_keeps_the_others()
    {
        VendorCatalogLoad load = With("""[{"id": "one", "spf": 1, "dkim": 2}, {"id": "two", "spf": ["spf.two.example"]}]""");
        Assert.Equal(["spf", "dkim"], load.Errors.Select(e => e.Field));
        Assert.Null(load.Catalog.Find("one"));
        Assert.NotNull(load.Catalog.Find("two"));
    }

    [Fact]
    public void Says_that_a_file_is_missing() =>
        Assert.Equal("no/such.json: does not exist.", Assert.Single(VendorCatalog.Load("no/such.json").Errors).ToString());

    [Fact]
    public void Never_throws_on_any_content()
    {
        string[] pieces = ["[", "]", "{", "}", "\"id\"", "\"acme\"", ":", ",", "\"headers\"", "\"spf\"", "\"sharedKeys\"", "\"returnPath\"", "\"keyBits\"", "1", "1e99", "null", "\"a\"", "\"name\"", "\ud83d", "\n"];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 30].Sample(parts => { _ = With(string.Concat(parts)).Errors.Count; });
        Gen.Byte.Array[0, 60].Sample(content => { _ = Catalog.With("v.json", content).Errors.Count; });
    }

    [Theory]
    [InlineData("[{\"id\": \"acme\", \"headers\": [1]}]")]
    [InlineData("[{\"id\": \"acme\", \"headers\": [{\"name\": \"A B\"}]}]")]
    [InlineData("[{\"id\": \"acme\", \"headers\": [{\"name\": \"A\", \"value\": 3}]}]")]
    [InlineData("[{\"id\": \"acme\", \"headers\": [{\"name\": \"A\", \"side\": \"left\"}]}]")]
    [InlineData("[{\"id\": \"acme\", \"keyBits\": [\"x\"]}]")]
    [InlineData("[{\"id\": \"acme\", \"keyBits\": [1]}]")]
    [InlineData("[{\"id\": \"acme\", \"sharedKeys\": [{}]}]")]
    [InlineData("[{\"id\": \"acme\", \"sharedKeys\": [3]}]")]
    [InlineData("[{\"id\": \"acme\", \"returnPath\": {}}]")]
    [InlineData("[{\"id\": \"acme\", \"returnPath\": {\"type\": \"CNAME\", \"name\": \"b.{domain}\", \"target\": \"{x}.com\"}}]")]
    [InlineData("[{\"id\": \"acme\", \"returnPath\": {\"type\": \"MX\", \"name\": \"b.{domain}\", \"target\": \"mx.acme.com\"}}]")]
    [InlineData("[{\"id\": \"acme\", \"returnPath\": {\"type\": \"TXT\", \"name\": \"b.{domain}\", \"target\": \"mx.acme.com\"}}]")]
    [InlineData("[{\"id\": \"acme\", \"mailFrom\": [\"{domain}\"]}]")]
    [InlineData("[{\"id\": \"acme\", \"name\": \"a\\u001bb\"}]")]
    public void Refuses_values_of_another_kind(string json) => Assert.Single(With(json).Errors);

    /// <summary>The name of such a field is no evidence of either.</summary>
    [Fact]
    public void A_field_that_unrelated_vendors_write_is_no_fingerprint_by_its_name_alone()
    {
        VendorCatalog catalog = With("""
            [{"id": "one", "headers": [{"name": "X-Both"}, {"name": "X-One"}]}, {"id": "two", "headers": [{"name": "x-both"}, {"name": "X-Both", "value": "two"}]},
             {"id": "host", "headers": [{"name": "X-Host"}]}, {"id": "guest", "runsOn": ["host"], "headers": [{"name": "X-Host"}]}]
            """).Catalog;
        Assert.Equal(["one"], catalog.Fingerprints.Find("X-One"u8).ToArray().Select(f => f.Owner));
        Assert.Equal([("two", "two")], catalog.Fingerprints.Find("X-Both"u8).ToArray().Select(f => (f.Owner, f.Value!.Source)));
        Assert.Equal(["host"], catalog.Fingerprints.Find("X-Host"u8).ToArray().Select(f => f.Owner));
    }

    private static VendorCatalogLoad With(string json) => Catalog.With("v.json", Encoding.UTF8.GetBytes(json));
}
