using System.Text;
using System.Text.RegularExpressions;

namespace BulkVerify.Claims;

/// <summary>A regular expression for a field's value, matched in time linear in the value. Immutable and safe for all threads.</summary>
public sealed class ValuePattern
{
    /// <summary>Characters of an expression.</summary>
    public const int MaxLength = 500;

    private const int MaxOnStack = 1024;

    private readonly Lazy<Regex> _regex;
    private readonly string _suffix;
    private readonly byte[] _required;

    private ValuePattern(string expression)
    {
        Source = expression;
        _regex = new Lazy<Regex>(() => new Regex(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        _suffix = LiteralEnd(expression);
        _required = Encoding.ASCII.GetBytes(RequiredText.Of(expression));
    }

    /// <summary>The expression as written.</summary>
    public string Source { get; }

    /// <summary>Null when <paramref name="expression"/> is not a regular expression, too long, or needs backtracking.</summary>
    public static ValuePattern? TryParse(string expression)
    {
        if (expression.Length is 0 or > MaxLength)
            return null;
        try
        {
            ValuePattern pattern = Known(expression);
            _ = pattern._regex.Value;
            return pattern;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>A pattern whose expression is known to be good. It is compiled when a value first gets that far, for that takes a millisecond and a process meets few of them.</summary>
    internal static ValuePattern Known(string expression) => new(expression);

    /// <summary>Whether the octets match, those beyond US-ASCII taken as Latin-1: no expression of the catalog needs them.</summary>
    public bool IsMatch(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf(_required) < 0)
            return false;
        Span<char> text = value.Length <= MaxOnStack ? stackalloc char[value.Length] : new char[value.Length];
        Encoding.Latin1.GetChars(value, text);
        return IsMatch(text);
    }

    public bool IsMatch(ReadOnlySpan<char> value) => value.EndsWith(_suffix, StringComparison.Ordinal) && _regex.Value.IsMatch(value);

    public override string ToString() => Source;

    /// <summary>Text that every match ends the value with: it spares most values the expression. Empty when the expression does not show one plainly.</summary>
    private static string LiteralEnd(string expression)
    {
        if (!expression.EndsWith('$') || expression.AsSpan().ContainsAny('|', '#') || expression.Contains("(?", StringComparison.Ordinal))
            return "";
        int start = expression.Length - 1;
        while (start > 0 && (char.IsAsciiLetterOrDigit(expression[start - 1]) || expression[start - 1] is ':' or '='))
            start--;
        // What follows a backslash belongs to the escape; what a quantifier follows never gets here, for a quantifier ends the walk.
        if (start > 0 && expression[start - 1] == '\\')
            return "";
        return expression[start..^1];
    }
}
