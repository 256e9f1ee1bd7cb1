using System.Collections.Frozen;
using System.Text;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Statistics;

/// <summary>Names of reasons as words for people: "BodyHashMismatch" as "body hash mismatch", "DnsTimeout" as "DNS timeout". Safe for all threads.</summary>
public static class ReasonWords
{
    /// <summary>Those of the two sets that are in every row, made once.</summary>
    internal static FrozenDictionary<string, string> Known { get; } =
        Enum.GetNames<DkimReason>().Concat(Enum.GetNames<SpfReason>()).Distinct().ToFrozenDictionary(static name => name, static name => Spell(name), StringComparer.Ordinal);

    /// <param name="name">A member of a set of reasons, or several with ", " between; a row that another version wrote may have one that is not known here.</param>
    public static string Of(string name) => Known.TryGetValue(name, out string? words) ? words : Spell(name);

    private static string Spell(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0 && text[^1] != ' ')
                text.Append(' ');
            text.Append(char.ToLowerInvariant(c));
        }
        // What the standards write in another way.
        IEnumerable<string> words = text.ToString().Split(' ').Select(static word => word is "dns" or "spf" or "dkim" or "arc" ? word.ToUpperInvariant() : word);
        return string.Join(' ', words).Replace("DNS serv fail", "DNS SERVFAIL", StringComparison.Ordinal).Replace("rsa sha1", "rsa-sha1", StringComparison.Ordinal).Replace(" from field", " From field", StringComparison.Ordinal)
            .Replace("mail from", "MAIL FROM", StringComparison.Ordinal);
    }
}
