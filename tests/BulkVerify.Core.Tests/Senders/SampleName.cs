using BulkVerify.Senders;

namespace BulkVerify.Tests.Senders;

/// <summary>Makes names that a pattern of the catalog describes.</summary>
internal static class SampleName
{
    public static IEnumerable<DomainName> Of(string pattern) => Texts(pattern).Select(DomainName.Parse);

    public static IEnumerable<string> Texts(string pattern) => NamePattern.Parse(pattern)!.Select(p => Fill(p.Source));

    private static string Fill(string pattern)
    {
        while (pattern.IndexOf('{') is var open and >= 0)
        {
            int close = pattern.IndexOf('}');
            string value = pattern[(open + 1)..close] switch { "n" => "12", "domain" => "news.customer.example", _ => "a1b2" };
            pattern = pattern[..open] + value + pattern[(close + 1)..];
        }
        return pattern;
    }
}
