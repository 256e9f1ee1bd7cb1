using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace BulkVerify.Cli.Commands;

/// <summary>What is wrong with a command line, in our words: which option or argument, what it was given, what it takes.</summary>
internal static class CommandLineErrors
{
    /// <summary>Letters that may be wrong in a word for another one to be meant.</summary>
    private const int MaxWrongLetters = 2;

    /// <summary>Lines for people; none where the command can go on, or only help was asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="words">It as it was given: the parser takes what stands behind "--json=" for an argument.</param>
    public static IReadOnlyList<string> Of(ParseResult parsed, IReadOnlyList<string> words)
    {
        if (parsed.Action is { ClearsParseErrors: true })
            return [];
        Command command = parsed.CommandResult.Command;
        // Words that look like options would be taken for paths.
        string[] unknown = [.. parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash).Where(t => t.Type == TokenType.Argument && IsOptionLike(t.Value) && !IsValue(parsed, t)).Select(t => t.Value)];
        if (unknown.Length > 0)
            return [.. unknown.Select(word => NoSuchOption(command, word))];
        string[] switches = [.. words.TakeWhile(w => w != "--").Where(w => IsGivenSwitch(command, w)).Select(w => $"{SafeText.Of(w)}: {w.Split('=')[0]} takes no value.")];
        return switches.Length > 0 ? switches : [.. parsed.Errors.Select(e => Line(parsed, e)).Distinct()];
    }

    /// <summary>The words that lead to a command, each with a blank behind it; none for the program itself.</summary>
    public static string PathOf(CommandResult command) => command.Parent is CommandResult parent ? $"{PathOf(parent)}{command.Command.Name} " : "";

    private static bool IsOptionLike(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && !File.Exists(word);

    /// <summary>True for a word that an option took.</summary>
    private static bool IsValue(ParseResult parsed, Token token) => OptionsOf(parsed).Any(o => o.Tokens.Any(t => ReferenceEquals(t, token)));

    private static IEnumerable<OptionResult> OptionsOf(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<OptionResult>().Concat(parsed.RootCommandResult.Children.OfType<OptionResult>()).Distinct();

    private static string NoSuchOption(Command command, string word)
    {
        string name = word.Split('=', ':')[0];
        string? meant = NearestTo(name, command.Options.Select(o => o.Name));
        return $"{SafeText.Of(word)}: {(command is RootCommand ? "bulkverify" : command.Name)} has no option {SafeText.Of(name)}{(meant is null ? "." : $"; did you mean {meant}?")}";
    }

    private static string Line(ParseResult parsed, ParseError error) => error.SymbolResult switch
    {
        OptionResult option => OfOption(option),
        ArgumentResult { Parent: OptionResult option } => OfOption(option),
        ArgumentResult argument => OfArgument(parsed.CommandResult.Command, argument.Argument, argument.Tokens),
        _ => OfCommand(parsed),
    };

    private static string OfOption(OptionResult given)
    {
        string name = given.Option.Name, expected = $"give {Expected(given.Option)}";
        if (given.Option.Required && given.Implicit)
            return $"{name} is missing: {expected}. {given.Option.Description}";
        if (given.Tokens.Count == 0)
            return $"{name}: {expected}.";
        return given.Tokens.Count > given.Option.Arity.MaximumNumberOfValues
            ? $"{name} is given {given.Tokens.Count} values ({string.Join(", ", given.Tokens.Select(t => SafeText.Of(t.Value)))}): give one."
            : $"{name} {string.Join(' ', given.Tokens.Select(t => SafeText.Of(t.Value)))}: {expected}.";
    }

    private static string OfArgument(Command command, Argument argument, IReadOnlyList<Token> given) => given.Count == 0
        ? $"{argument.Name} is missing: {command.Name} needs it. {argument.Description}"
        : $"{argument.Name} {SafeText.Of(given[^1].Value)}: not understood. {argument.Description}";

    private static string OfCommand(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [{ } word, ..])
        {
            if (command.Subcommands.Count == 0)
                return $"{SafeText.Of(word)}: one word more than {command.Name} takes. A path or statement with blanks stands in quotes.";
            string? meant = NearestTo(word, command.Subcommands.Select(c => c.Name));
            return $"{SafeText.Of(word)}: {command.Name} has no such command{(meant is null ? "" : $"; did you mean {meant}?")} It has {Names(command)}.";
        }
        foreach (Option option in command.Options.Where(o => o.Required && parsed.GetResult(o) is null or { Implicit: true }))
            return $"{option.Name} is missing: give {Expected(option)}. {option.Description}";
        return command.Subcommands.Count > 0 ? $"say what {command.Name} is to do: {Names(command)}." : $"this command line of {command.Name} is not understood.";
    }

    /// <summary>True for "--json=maybe".</summary>
    private static bool IsGivenSwitch(Command command, string word) =>
        word.Split('=') is [var name, var value] && !bool.TryParse(value, out _) && command.Options.Any(o => o.Name == name && o is Option<bool>);

    private static string Expected(Option option)
    {
        if (option is NumberOption number)
            return number.Expected;
        if (option is Option<bool>)
            return "it without a value";
        string[] words = option.ValueType == typeof(string) ? [.. option.GetCompletions(CompletionContext.Empty).Select(c => c.Label)] : [];
        return words.Length > 0 ? $"{string.Join(", ", words[..^1])} or {words[^1]}" : option.ValueType == typeof(ulong) ? "a whole number from 0 up" : option.HelpName ?? "a value";
    }

    private static string Names(Command command) => string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));

    /// <summary>The one of the words that a few letters make of this one; null without one.</summary>
    private static string? NearestTo(string word, IEnumerable<string> words) =>
        words.Select(w => (Word: w, Wrong: WrongLetters(word, w))).Where(w => w.Wrong <= MaxWrongLetters).OrderBy(w => w.Wrong).ThenBy(w => w.Word, StringComparer.Ordinal).Select(w => w.Word).FirstOrDefault();

    /// <summary>Letters to change, add, take away or swap with their neighbour.</summary>
    private static int WrongLetters(string one, string other)
    {
        int[,] distance = new int[one.Length + 1, other.Length + 1];
        for (int i = 0; i <= one.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }
                int changed = distance[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(changed, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }
        return distance[one.Length, other.Length];
    }
}
