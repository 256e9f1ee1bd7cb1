using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace BulkVerify.Cli.Commands;

/// <summary>An option that takes a whole number within bounds.</summary>
internal sealed class NumberOption : Option<int?>
{
    /// <summary>Most threads that --threads takes.</summary>
    private const int MaxThreads = 1024;

    private readonly int _least;
    private readonly int _most;

    /// <param name="name">With its dashes.</param>
    /// <param name="description">For --help.</param>
    /// <param name="least">The smallest number that is taken.</param>
    /// <param name="most">The largest.</param>
    /// <param name="preset">What holds when the option is not given; null for nothing.</param>
    public NumberOption(string name, string description, int least, int most = int.MaxValue, int? preset = null)
        : base(name)
    {
        (_least, _most) = (least, most);
        Description = description;
        HelpName = "N";
        CustomParser = Read;
        if (preset is not null)
            DefaultValueFactory = _ => preset;
    }

    /// <summary>"a number from 1 to 1024", "a number from 1 up".</summary>
    public string Expected => $"a number from {_least} {(_most == int.MaxValue ? "up" : $"to {_most}")}";

    public static NumberOption Threads(string description, int preset) => new("--threads", description, 1, MaxThreads, preset);

    /// <summary>The number of an option that has a preset.</summary>
    public int Of(ParseResult parsed) => parsed.GetValue(this) ?? throw new InvalidOperationException($"{Name} has no preset.");

    private int? Read(ArgumentResult given)
    {
        if (given.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= _least && number <= _most)
            return number;
        given.AddError($"give {Expected}");
        return null;
    }
}
