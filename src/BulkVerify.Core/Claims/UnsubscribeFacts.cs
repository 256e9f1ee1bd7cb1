namespace BulkVerify.Claims;

/// <summary>What a message offers for unsubscribing in one click (RFC 8058). Whether both fields are signed is known of its signatures
/// (<see cref="SignatureClaim.SignsUnsubscribe"/>).</summary>
public readonly record struct UnsubscribeFacts
{
    /// <summary>List-Unsubscribe fields.</summary>
    public int Fields { get; init; }

    /// <summary>List-Unsubscribe-Post fields.</summary>
    public int PostFields { get; init; }

    /// <summary>https URIs in all List-Unsubscribe fields.</summary>
    public int HttpsUris { get; init; }

    /// <summary>True when the only List-Unsubscribe-Post field is "List-Unsubscribe=One-Click" and nothing else.</summary>
    public bool PostIsOneClick { get; init; }

    /// <summary>True when a List-Unsubscribe field offers mailto or another URI that is not https.</summary>
    public bool HasOtherUri { get; init; }

    /// <summary>Host of the first https URI; null without one.</summary>
    public DomainName? Host { get; init; }

    /// <summary>True when the message offers one-click unsubscribing, well formed or not.</summary>
    public bool OffersOneClick => PostFields > 0;

    /// <summary>RFC 8058 §3.1 and §5: one field of each name, one https URI, the one value; other URIs may stand beside it.</summary>
    public bool IsWellFormed => Fields == 1 && PostFields == 1 && HttpsUris == 1 && PostIsOneClick;
}
