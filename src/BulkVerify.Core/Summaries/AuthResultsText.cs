using System.Globalization;
using System.Text;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>The verdicts of a row as a header section: where the message is, and an Authentication-Results field (RFC 8601 §2.2), folded, ended by an empty line.</summary>
public static class AuthResultsText
{
    /// <summary>Field of our own that says which message the results belong to, as archive@offset.</summary>
    public const string LocatorField = "X-BulkVerify-Message";

    /// <summary>Columns before a line is folded (RFC 5322 §2.1.1 recommends 78).</summary>
    private const int FoldColumn = 76;

    public static void Write(MessageRow row, string authservId, Stream to)
    {
        var text = new StringBuilder(512);
        text.Append(LocatorField).Append(": ").Append(AuthResultsValue.Plain(row.Archive)).Append(CultureInfo.InvariantCulture, $"@{row.Offset}").Append('\n');
        text.Append("Authentication-Results: ").Append(AuthResultsValue.Of(authservId));
        int lineStart = text.ToString().LastIndexOf('\n') + 1;
        foreach (IReadOnlyList<string> result in Results(row))
        {
            text.Append(";\n\t").Append(result[0]);
            lineStart = text.Length - result[0].Length;
            foreach (string property in result.Skip(1))
            {
                bool fold = text.Length - lineStart + property.Length + 1 > FoldColumn;
                text.Append(fold ? "\n\t " : " ").Append(property);
                if (fold)
                    lineStart = text.Length - property.Length;
            }
        }
        text.Append("\n\n");
        to.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Each method with its result, then its reason and properties.</summary>
    private static IEnumerable<IReadOnlyList<string>> Results(MessageRow row)
    {
        yield return [$"spf={row.SpfResult}", .. Reason(row.SpfResult, row.SpfReason), .. SpfIdentity(row)];
        if (row.Dkim.Count == 0)
            yield return ["dkim=none"];
        foreach (SignatureRow s in row.Dkim)
            yield return [$"dkim={s.Result}", .. Reason(s.Result, s.Reason), .. Property("header.d", s.D), .. Property("header.s", s.S), .. Property("header.a", s.A == "unknown" ? "" : s.A)];
        if (row.ArcResult is not ("" or "none"))
            yield return [$"arc={row.ArcResult}", .. Reason(row.ArcResult, row.ArcReason), .. Property("smtp.remote-ip", row.ClientIp), .. Property("header.oldest-pass", OldestPass(row))];
        // RFC 9989 §9.1: the policy is the one after sp=, np= and t=.
        yield return [$"dmarc={row.DmarcResult}", .. Reason(row.DmarcResult, row.DmarcReason), .. Property("header.from", row.AuthorDomain), .. Property("policy.dmarc", row.DmarcEffectivePolicy)];
    }

    /// <summary>RFC 8601 §2.7.2: only the identity that was checked; the null reverse-path is checked as postmaster of the HELO name (RFC 7208 §2.4).</summary>
    private static IEnumerable<string> SpfIdentity(MessageRow row) => row.MailFrom switch
    {
        "" => [],
        "<>" => Property("smtp.helo", row.Helo),
        _ => [$"smtp.mailfrom={AuthResultsValue.OfMailbox(AuthenticatesLocalPart(row.SpfPath) ? row.MailFrom : row.MailFrom[(row.MailFrom.LastIndexOf('@') + 1)..])}"],
    };

    /// <summary>RFC 8601 §2.7.2: the local part is left out unless the record asks for it, by a macro of it (RFC 7208 §7.2).</summary>
    private static bool AuthenticatesLocalPart(string path) => path.Contains("%{l", StringComparison.OrdinalIgnoreCase) || path.Contains("%{s", StringComparison.OrdinalIgnoreCase);

    /// <summary>RFC 8617 §5.2 step 5; said of chains that pass.</summary>
    private static string OldestPass(MessageRow row) => row.ArcResult == "pass" ? row.ArcOldestPass?.ToString(CultureInfo.InvariantCulture) ?? "" : "";

    private static IEnumerable<string> Reason(string result, string reason) =>
        result == "pass" || reason.Length == 0 ? [] : [$"reason=\"{ReasonWords.Of(reason)}\""];

    private static IEnumerable<string> Property(string name, string value) => value.Length == 0 ? [] : [$"{name}={AuthResultsValue.Of(value)}"];
}
