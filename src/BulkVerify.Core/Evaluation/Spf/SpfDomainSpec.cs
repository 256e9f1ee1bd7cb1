namespace BulkVerify.Evaluation.Spf;

/// <summary>A domain-spec as written in a record (RFC 7208 §7.1). Immutable.</summary>
public sealed record SpfDomainSpec
{
    /// <param name="text">A well-formed domain-spec.</param>
    internal SpfDomainSpec(string text)
    {
        Text = text;
        HasMacros = text.Contains('%', StringComparison.Ordinal);
        FixedName = HasMacros ? null : SpfMacro.ParseExpanded(text);
    }

    public string Text { get; }

    /// <summary>True when the name depends on the check.</summary>
    public bool HasMacros { get; }

    /// <summary>The name when it is the same in every check; null with macros, and for text that is no domain name (empty or too long labels).</summary>
    public DomainName? FixedName { get; }

    public override string ToString() => Text;
}
