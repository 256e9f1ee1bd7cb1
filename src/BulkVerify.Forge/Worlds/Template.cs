using System.Globalization;
using System.Text;

namespace BulkVerify.Forge.Worlds;

/// <summary>Fills placeholders: {dN} N digits, {xN} N hex digits, {aN} N letters or digits, {name} a given value.</summary>
internal static class Template
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static string Fill(string text, ForgeRandom random, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
            return text;
        var filled = new StringBuilder(text.Length + 16);
        for (int at = 0; at < text.Length; at++)
        {
            int end;
            if (text[at] != '{' || (end = text.IndexOf('}', at)) < 0)
            {
                filled.Append(text[at]);
                continue;
            }
            filled.Append(Value(text[(at + 1)..end], random, values));
            at = end;
        }
        return filled.ToString();
    }

    public static string Letters(ForgeRandom random, int count, int alphabet = 36)
    {
        Span<char> letters = stackalloc char[count];
        foreach (ref char letter in letters)
            letter = Alphabet[random.Next(alphabet)];
        return new string(letters);
    }

    private static string Value(string placeholder, ForgeRandom random, ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach ((string name, string value) in values)
        {
            if (name == placeholder)
                return value;
        }
        int count = int.Parse(placeholder.AsSpan(1), CultureInfo.InvariantCulture);
        Span<char> letters = stackalloc char[count];
        for (int i = 0; i < count; i++)
        {
            letters[i] = placeholder[0] switch
            {
                'd' => (char)('0' + random.Next(i == 0 ? 1 : 0, 10)),
                'x' => "0123456789abcdef"[random.Next(16)],
                _ => Alphabet[random.Next(Alphabet.Length)],
            };
        }
        return new string(letters);
    }
}
