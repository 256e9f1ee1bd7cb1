using System.Net;
using BulkVerify.Claims;

namespace BulkVerify.Senders;

/// <summary>What is known of one message that may tell who sent it. Whatever is not known is left out.</summary>
public readonly record struct SenderEvidence()
{
    /// <summary>Domain of the From field.</summary>
    public DomainName? AuthorDomain { get; init; }

    /// <summary>Signatures in the order of the header.</summary>
    public IReadOnlyList<SignatureEvidence> Signatures { get; init; } = [];

    /// <summary>Domain of RFC 5321 MAIL FROM.</summary>
    public DomainName? MailFromDomain { get; init; }

    /// <summary>Names of the CNAME chain at <see cref="MailFromDomain"/>, first target first.</summary>
    public IReadOnlyList<DomainName> MailFromAliases { get; init; } = [];

    /// <summary>SPF result for <see cref="MailFromDomain"/>.</summary>
    public AuthResult Spf { get; init; }

    /// <summary>The terms that led to <see cref="Spf"/>, outermost first, such as "include:vendor.example".</summary>
    public IReadOnlyList<string> SpfPath { get; init; } = [];

    /// <summary>Name in HELO or EHLO.</summary>
    public DomainName? Helo { get; init; }

    /// <summary>SPF result for <see cref="Helo"/>.</summary>
    public AuthResult HeloSpf { get; init; }

    /// <summary>Name that the receiver found for <see cref="ClientAddress"/>.</summary>
    public DomainName? ReverseName { get; init; }

    /// <summary>Address that handed the message over at the trust boundary.</summary>
    public IPAddress? ClientAddress { get; init; }

    /// <summary>Hints in the header.</summary>
    public VendorMarks Marks { get; init; } = VendorMarks.None;
}
