using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BulkVerify.Reports.Aggregates;

/// <summary>Which report: one policy domain and one period.</summary>
/// <param name="Begin">First second, Unix epoch.</param>
/// <param name="End">Last second.</param>
public sealed record AggregateHead(string PolicyDomain, long Begin, long End)
{
    /// <summary>Two of them, both times and a hash make a file name of less than 255 octets.</summary>
    private const int MaxDomainLength = 100;

    /// <summary>RFC 9990 §3.5.2. A policy domain that makes no file name is written as far as it does, with a hash of it as unique-id.</summary>
    public string FileName(string receiver)
    {
        string name = Plain(PolicyDomain);
        string unique = name == PolicyDomain ? "" : "!" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(PolicyDomain)))[..16];
        return Invariant($"{Plain(receiver)}!{name}!{Begin}!{End}{unique}.xml");
    }

    /// <summary>RFC 9990 §3.5.1.</summary>
    public string ReportId(string runId, string receiver) => Invariant($"{Begin}-{End}-{runId}-{Plain(PolicyDomain)}@{Plain(receiver)}");

    /// <summary>Letters, digits, hyphens and single dots, which are safe in file names and make dot-atoms.</summary>
    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (char c in name.Length > MaxDomainLength ? name[..MaxDomainLength] : name)
            plain.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || (c == '.' && plain.Length > 0 && plain[^1] != '.') ? c : '_');
        return plain.Length == 0 ? "_" : plain[^1] == '.' ? plain.Append('_').ToString() : plain.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
