namespace BulkVerify.Claims;

/// <summary>What the header of a message hints of the service that sent it. Anyone can write all of it. Immutable; holds no reference to the message.</summary>
public sealed class VendorMarks
{
    /// <summary>No hint at all: shared by most messages.</summary>
    public static readonly VendorMarks None = new([], [], []);

    public VendorMarks(IReadOnlyList<HeaderFingerprint> headers, IReadOnlyList<string> feedbackIdOwners, IReadOnlyList<DomainName> unsubscribeHosts)
    {
        Headers = headers;
        FeedbackIdOwners = feedbackIdOwners;
        UnsubscribeHosts = unsubscribeHosts;
    }

    /// <summary>Fingerprints whose field is there, in the order of the header, each once, at most <see cref="VendorMarkReader.MaxHeaders"/>.</summary>
    public IReadOnlyList<HeaderFingerprint> Headers { get; }

    /// <summary>Services whose shape the Feedback-ID or X-Feedback-ID has.</summary>
    public IReadOnlyList<string> FeedbackIdOwners { get; }

    /// <summary>Distinct hosts of List-Unsubscribe URIs in order, those of mailto included, at most <see cref="VendorMarkReader.MaxHosts"/>.</summary>
    public IReadOnlyList<DomainName> UnsubscribeHosts { get; }
}
