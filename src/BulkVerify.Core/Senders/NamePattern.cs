using System.Buffers;

namespace BulkVerify.Senders;

/// <summary>
/// One pattern of a domain name or selector without alternatives: literal text and placeholders. <c>{n}</c> stands for digits, <c>{domain}</c> for one or more
/// labels, every other <c>{word}</c> for a part of one label, so that a placeholder next to a top-level domain cannot swallow somebody else's domain.
/// Matching takes time in proportion to text times pattern, whatever the text.
/// </summary>
internal sealed class NamePattern
{
    /// <summary>Patterns that alternatives such as {1-3} may unfold to.</summary>
    public const int MaxAlternatives = 64;

    /// <summary>Characters of a pattern.</summary>
    public const int MaxLength = 200;

    private static readonly SearchValues<char> Text = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    private readonly Part[] _parts;

    private NamePattern(string source, Part[] parts)
    {
        Source = source;
        _parts = parts;
        if (parts[^1].Literal is { } last)
            Suffix = parts.Length == 1 ? last : last.Contains('.') ? last[(last.IndexOf('.') + 1)..] : "";
    }

    private enum Stand : byte
    {
        Digits,
        LabelPart,
        Labels,
    }

    /// <summary>The pattern after unfolding.</summary>
    public string Source { get; }

    /// <summary>The whole labels at the end that hold no placeholder; empty when the last label has one.</summary>
    public string Suffix { get; } = "";

    /// <summary>True for a pattern such as "bounces.{domain}", which describes names under the customer's domain.</summary>
    public bool EndsInCustomerDomain => _parts[^1] is { Literal: null, Stand: Stand.Labels };

    /// <summary>The patterns that <paramref name="text"/> stands for, alternatives unfolded; null when it is not well formed.</summary>
    public static IReadOnlyList<NamePattern>? Parse(string text)
    {
        if (text.Length is 0 or > MaxLength)
            return null;
        List<string> unfolded = [text];
        for (int i = 0; i < unfolded.Count;)
        {
            if (!TryAlternatives(unfolded[i], out int start, out int end, out IReadOnlyList<string> choices))
            {
                i++;
                continue;
            }
            string whole = unfolded[i];
            unfolded.RemoveAt(i);
            if (unfolded.Count + choices.Count > MaxAlternatives)
                return null;
            unfolded.InsertRange(i, choices.Select(c => whole[..start] + c + whole[end..]));
        }
        var patterns = new List<NamePattern>(unfolded.Count);
        foreach (string one in unfolded)
        {
            if (ParseOne(one) is not { } pattern)
                return null;
            patterns.Add(pattern);
        }
        return patterns;
    }

    /// <summary>True when the pattern is the whole text.</summary>
    public bool IsMatch(ReadOnlySpan<char> text) => Run(text, anyLabel: false);

    /// <summary>True when the pattern is the whole name or its right-most labels.</summary>
    public bool IsMatchAtEnd(ReadOnlySpan<char> name) => Run(name, anyLabel: true);

    public override string ToString() => Source;

    private bool Run(ReadOnlySpan<char> text, bool anyLabel)
    {
        if (text.Length > DomainName.MaxLength)
            return false;
        if (_parts[^1].Literal is { } last && !text.EndsWith(last, StringComparison.Ordinal))
            return false;
        // reached[i]: the parts so far can end right before text[i].
        Span<bool> reached = stackalloc bool[text.Length + 1];
        reached[0] = true;
        for (int i = 0; anyLabel && i < text.Length; i++)
            reached[i + 1] = text[i] == '.';
        foreach (Part part in _parts)
        {
            if (part.Literal is { } literal)
                StepLiteral(text, literal, reached);
            else
                StepPlaceholder(text, part.Stand, reached);
        }
        return reached[text.Length];
    }

    private static void StepLiteral(ReadOnlySpan<char> text, string literal, Span<bool> reached)
    {
        for (int i = text.Length; i >= 0; i--)
            reached[i] = i >= literal.Length && reached[i - literal.Length] && text[(i - literal.Length)..i].SequenceEqual(literal);
    }

    private static void StepPlaceholder(ReadOnlySpan<char> text, Stand stand, Span<bool> reached)
    {
        bool before = reached[0];
        bool inside = false;
        reached[0] = false;
        for (int i = 0; i < text.Length; i++)
        {
            inside = (before || inside) && Allows(stand, text[i]);
            before = reached[i + 1];
            reached[i + 1] = inside;
        }
    }

    private static bool Allows(Stand stand, char c) => stand switch
    {
        Stand.Digits => char.IsAsciiDigit(c),
        Stand.Labels => !IsForeign(c),
        _ => c != '.' && !IsForeign(c),
    };

    private static bool IsForeign(char c) => c <= ' ' || c is '@' or '<' or '>';

    private static bool TryAlternatives(string text, out int start, out int end, out IReadOnlyList<string> choices)
    {
        for (start = text.IndexOf('{'); start >= 0; start = text.IndexOf('{', start + 1))
        {
            int close = text.IndexOf('}', start);
            if (close < 0)
                break;
            end = close + 1;
            string inner = text[(start + 1)..close];
            if (inner.Contains(','))
            {
                choices = inner.Split(',');
                return true;
            }
            if (inner is [>= '0' and <= '9', '-', >= '0' and <= '9'] && inner[0] <= inner[2])
            {
                choices = [.. Enumerable.Range(inner[0], inner[2] - inner[0] + 1).Select(c => ((char)c).ToString())];
                return true;
            }
        }
        (start, end, choices) = (0, 0, []);
        return false;
    }

    private static NamePattern? ParseOne(string text)
    {
        var parts = new List<Part>();
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int open = rest.IndexOf('{');
            ReadOnlySpan<char> literal = open < 0 ? rest : rest[..open];
            if (literal.ContainsAnyExcept(Text))
                return null;
            if (!literal.IsEmpty)
                parts.Add(new Part(new string(literal), default));
            if (open < 0)
                break;
            int close = rest.IndexOf('}');
            if (close <= open + 1 || rest[(open + 1)..close].Contains('{'))
                return null;
            parts.Add(new Part(null, StandOf(rest[(open + 1)..close])));
            rest = rest[(close + 1)..];
        }
        return text is [] or ['.', ..] or [.., '.'] || text.Contains("..", StringComparison.Ordinal) ? null : new NamePattern(text, [.. parts]);
    }

    private static Stand StandOf(ReadOnlySpan<char> name) => name switch
    {
        "n" => Stand.Digits,
        "domain" => Stand.Labels,
        _ => Stand.LabelPart,
    };

    /// <param name="Literal">Text; null for a placeholder.</param>
    private readonly record struct Part(string? Literal, Stand Stand);
}
