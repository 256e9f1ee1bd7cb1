using System.Globalization;
using System.Text;

namespace BulkVerify;

/// <summary>Text from mail is hostile: what goes to a terminal or a page has no escapes, no controls and nothing that changes the direction of writing.</summary>
public static class SafeText
{
    /// <summary>The text with every control, format, surrogate and line-separator character shown as '\uFFFD', cut to <paramref name="maxLength"/> with an ellipsis.</summary>
    public static string Of(string text, int maxLength = 512)
    {
        var safe = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (safe.Length + 1 >= maxLength && safe.Length < text.Length - 1)
                return safe.Append('…').ToString();
            safe.Append(IsHarmless(rune) ? rune.ToString() : "\uFFFD");
        }
        return safe.ToString();
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
