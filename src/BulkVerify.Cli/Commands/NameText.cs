namespace BulkVerify.Cli.Commands;

/// <summary>Names that options give.</summary>
internal static class NameText
{
    /// <summary>A domain, or the selector of a key; null when the option is not given.</summary>
    /// <exception cref="UsageException">It is no name that mail can have.</exception>
    public static DomainName? Parse(string option, string? text, string example = "a domain such as example.com") => text is null ? null
        : DomainName.TryParse(text.Trim().AsSpan()) is { HasMailCharacters: true } name ? name : throw new UsageException($"{option} {text}: give {example}.");
}
