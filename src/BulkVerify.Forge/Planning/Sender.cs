using BulkVerify.Forge.Messages;
using BulkVerify.Forge.Signing;
using BulkVerify.Forge.Truths;

namespace BulkVerify.Forge.Planning;

/// <summary>Who a message says it is from and how it is sent: a plan with all names filled in.</summary>
internal sealed record Sender
{
    /// <summary>Domain in From.</summary>
    public required string Author { get; init; }

    public required PolicyFacts Rules9989 { get; init; }

    public required PolicyFacts Rules7489 { get; init; }

    public required Envelope Envelope { get; init; }

    /// <summary>In order of signing: the last one comes to stand on top.</summary>
    public required IReadOnlyList<SignatureRequest> Signatures { get; init; }

    /// <summary>Domain of Reply-To; null without one.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>What stands before the address in From; null for the company's name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Host of the vendor below the client; null where there is none.</summary>
    public ClientHost? VendorHop { get; init; }
}
