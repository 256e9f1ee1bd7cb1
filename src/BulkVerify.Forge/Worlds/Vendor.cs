using BulkVerify.Forge.Output;

namespace BulkVerify.Forge.Worlds;

/// <summary>A service that sends for companies. Texts may hold the placeholders of <see cref="Template"/>.</summary>
internal sealed record Vendor(string Id, string Name, MailTopic Topic)
{
    /// <summary>Position in the table: decides the addresses.</summary>
    public int Index { get; init; }

    /// <summary>Name for include: in customers' SPF records.</summary>
    public required string Include { get; init; }

    /// <summary>True when the included record asks by exists:%{i} instead of listing addresses.</summary>
    public bool IncludeByMacro { get; init; }

    /// <summary>MAIL FROM domain that is used when the customer has none of its own.</summary>
    public required string BounceDomain { get; init; }

    /// <summary>d= that is used when the customer has no key of its own.</summary>
    public required string DefaultDomain { get; init; }

    public required string DefaultSelector { get; init; }

    /// <summary>Selector in customers' domains.</summary>
    public required string Selector { get; init; }

    /// <summary>Where customers' selectors point to by CNAME; null when they publish keys themselves.</summary>
    public string? AliasTarget { get; init; }

    /// <summary>Name of a sending host.</summary>
    public required string Host { get; init; }

    /// <summary>Domain in From when the customer has not integrated the vendor; null when it does not send that way.</summary>
    public string? OwnFrom { get; init; }

    /// <summary>True when it can hand its mail to the customer's own servers.</summary>
    public bool Relays { get; init; }

    public string? UnsubscribeHost { get; init; }

    /// <summary>Fields that tell the vendor.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>Whose its hosts are, as SPF sites know it.</summary>
    public string Owner => "vendor:" + Id;

    /// <summary>The same of hosts with an IPv6 address: other terms name them.</summary>
    public string Owner6 => Owner + ":6";
}
