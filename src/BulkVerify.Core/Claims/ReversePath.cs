namespace BulkVerify.Claims;

/// <summary>MAIL FROM of a message (RFC 5321 §4.1.1.2). The default value is a path that is not known.</summary>
public readonly record struct ReversePath
{
    /// <summary>Octets of a local part that are kept; SMTP allows 64 (RFC 5321 §4.5.3.1.1), VERP uses more.</summary>
    public const int MaxLocalPartLength = 320;

    public static readonly ReversePath Null = new() { IsNull = true };

    private readonly string? _localPart;

    /// <summary>Text before the last '@'; empty when only the domain is known.</summary>
    public string LocalPart
    {
        get => _localPart ?? "";
        private init => _localPart = value.Length == 0 ? null : value;
    }

    /// <summary>Null for the null reverse-path, and when nothing well formed is known.</summary>
    public DomainName? Domain { get; private init; }

    /// <summary>True for the null reverse-path &lt;&gt;: SPF then checks postmaster at the HELO name (RFC 7208 §2.4).</summary>
    public bool IsNull { get; private init; }

    public bool IsKnown => IsNull || Domain is not null;

    /// <summary>Reads "&lt;a@b&gt;", "a@b", "b" or "&lt;&gt;", source routes dropped; not known when it is none of these. A bare word is a domain only when <paramref name="domainAlone"/>.</summary>
    public static ReversePath Parse(ReadOnlySpan<byte> text, NameTable names, bool domainAlone = false)
    {
        text = TagList.TrimWhiteSpace(text);
        int open = text.IndexOf((byte)'<');
        if (open >= 0)
        {
            text = text[(open + 1)..];
            int close = text.LastIndexOf((byte)'>');
            text = TagList.TrimWhiteSpace(close < 0 ? text : text[..close]);
            if (text.IsEmpty)
                return Null;
        }
        // RFC 5321 §4.1.2: "@relay,@relay:a@b" is accepted and its route ignored.
        if (text.StartsWith("@"u8) && text.IndexOf((byte)':') is var colon and > 0)
            text = text[(colon + 1)..];
        int at = text.LastIndexOf((byte)'@');
        if (at < 0 && !domainAlone)
            return default;
        return names.Domain(text[(at + 1)..]) is { } domain
            ? new ReversePath { LocalPart = LocalText(text[..Math.Max(at, 0)]), Domain = domain }
            : default;
    }

    /// <summary>The path of a domain; not known without one.</summary>
    internal static ReversePath Of(string localPart, DomainName? domain) => domain is null ? default : new ReversePath { LocalPart = localPart, Domain = domain };

    /// <summary>Not kept in a table: most are different in every message.</summary>
    private static string LocalText(ReadOnlySpan<byte> text) => System.Text.Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxLocalPartLength)]);

    /// <summary>local@domain, the domain alone, "&lt;&gt;", or "" when not known.</summary>
    public override string ToString() => IsNull ? "<>" : Domain is null ? "" : LocalPart.Length == 0 ? Domain.Value : string.Concat(LocalPart, "@", Domain.Value);
}
