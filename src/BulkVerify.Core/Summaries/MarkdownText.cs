using System.Text;

namespace BulkVerify.Summaries;

/// <summary>Cells of Markdown tables whose text comes from mail and is hostile.</summary>
public static class MarkdownText
{
    private const string Special = "\\`*_{}[]<>()#+!|~&";

    /// <summary>Every character that Markdown or HTML gives a meaning has a backslash before it; control characters become '?'.</summary>
    public static string Cell(string text)
    {
        if (!text.Any(static c => c < ' ' || Special.Contains(c)))
            return text;
        var cell = new StringBuilder(text.Length + 8);
        foreach (char c in text)
        {
            if (Special.Contains(c))
                cell.Append('\\');
            cell.Append(c < ' ' ? '?' : c);
        }
        return cell.ToString();
    }
}
