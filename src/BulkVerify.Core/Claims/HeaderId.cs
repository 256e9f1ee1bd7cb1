namespace BulkVerify.Claims;

/// <summary>Header fields that some stage looks for by name. Order carries no meaning.</summary>
public enum HeaderId : byte
{
    Other,
    ArcAuthenticationResults,
    ArcMessageSignature,
    ArcSeal,
    AuthenticationResults,
    ContentLength,
    Date,
    DeliveredTo,
    DkimSignature,
    Dkim2Signature,
    FeedbackId,
    From,
    ListId,
    ListPost,
    ListUnsubscribe,
    ListUnsubscribePost,
    MessageId,
    Received,
    ReceivedSpf,
    ReplyTo,
    ReturnPath,
    Sender,
    Subject,
    To,
    Cc,
    XEnvelopeFrom,
    XFeedbackId,
    XOriginalReturnPath,
}
