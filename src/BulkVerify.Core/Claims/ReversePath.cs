namespace BulkVerify.Claims;

/// <summary>MAIL FROM of a message (RFC 5321 §4.1.1.2). The default value is a path that is not known.</summary>
public readonly record struct ReversePath
{
    /// <summary>Octets of a local part that are kept; SMTP allows 64 (RFC 5321 §4.5.3.1.1), VERP uses more.</summary>
    public const int MaxLocalPartLength = 320;

    /// <summary>Octets of a domain that are read: names of U-labels are longer than the 255 of their A-labels.</summary>
    private const int MaxDomainText = 1024;

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

    /// <summary>Reads "&lt;a@b&gt;", "a@b", "b" or "&lt;&gt;", with what may stand around a path in a field (RFC 5322 §3.6.7) and source routes dropped; not known when it is none of these.
    /// A bare word is a domain only when <paramref name="domainAlone"/>.</summary>
    public static ReversePath Parse(ReadOnlySpan<byte> text, NameTable names, bool domainAlone = false)
    {
        text = TagList.TrimWhiteSpace(text);
        var tokens = new AddressText(text);
        int start = 0, end = text.Length, at = -1;
        bool isOpen = false;
        for (int i = tokens.SkipPlain(0, end); i < end; i = tokens.SkipPlain(tokens.Next(i), text.Length))
        {
            if (text[i] == (byte)'<' && !isOpen)
                (isOpen, start, at) = (true, tokens.SkipSpace(i + 1, end), -1);
            else if (text[i] == (byte)'>' && isOpen)
                end = i;
            else if (text[i] == (byte)'@')
                at = i;
            // RFC 5321 §4.1.2: "@relay,@relay:a@b" is accepted and its route ignored.
            else if (text[i] == (byte)':' && at >= 0 && text[start] == (byte)'@')
                (start, at) = (i + 1, -1);
        }
        if (end < text.Length && start >= end)
            return Null;
        return at >= 0 || domainAlone ? Mailbox(text, start, at, end, ref tokens, names) : default;
    }

    private static ReversePath Mailbox(ReadOnlySpan<byte> text, int start, int at, int end, ref AddressText tokens, NameTable names)
    {
        Span<byte> buffer = stackalloc byte[MaxDomainText];
        int next = tokens.ReadDomain(at < 0 ? start : at + 1, end, buffer, out int length);
        if (length <= 0 || tokens.SkipSpace(next, end) < end || names.Domain(buffer[..length]) is not { } domain)
            return default;
        return new ReversePath { LocalPart = at < 0 ? "" : LocalText(TagList.TrimWhiteSpace(text[start..at])), Domain = domain };
    }

    /// <summary>The path of a domain; not known without one.</summary>
    internal static ReversePath Of(string localPart, DomainName? domain) => domain is null ? default : new ReversePath { LocalPart = localPart, Domain = domain };

    /// <summary>Not kept in a table: most are different in every message.</summary>
    private static string LocalText(ReadOnlySpan<byte> text) => System.Text.Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxLocalPartLength)]);

    /// <summary>local@domain, the domain alone, "&lt;&gt;", or "" when not known.</summary>
    public override string ToString() => IsNull ? "<>" : Domain is null ? "" : LocalPart.Length == 0 ? Domain.Value : string.Concat(LocalPart, "@", Domain.Value);
}
