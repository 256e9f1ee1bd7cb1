using System.Text;

namespace BulkVerify.Summaries;

/// <summary>Cells of Markdown tables whose text comes from mail and is hostile.</summary>
public static class MarkdownText
{
    private const string Special = "\\`*_{}[]<>()#+!|~&@";

    /// <summary>Every character that Markdown or HTML gives a meaning has a backslash before it, and so has what would make a link of a bare address; control characters become '?'.</summary>
    public static string Cell(string text)
    {
        if (!text.Any(static c => char.IsControl(c) || Special.Contains(c)) && !text.Contains("://", StringComparison.Ordinal) && !text.Contains("www.", StringComparison.OrdinalIgnoreCase))
            return text;
        var cell = new StringBuilder(text.Length + 8);
        for (int i = 0; i < text.Length; i++)
        {
            if (Special.Contains(text[i]) || IsOfLink(text, i))
                cell.Append('\\');
            cell.Append(char.IsControl(text[i]) ? '?' : text[i]);
        }
        return cell.ToString();
    }

    /// <summary>True for the colon of "https://" and the dot of "www.".</summary>
    private static bool IsOfLink(string text, int at) => text[at] switch
    {
        ':' => text.AsSpan(at).StartsWith("://"),
        '.' => text.AsSpan(0, at).EndsWith("www", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
