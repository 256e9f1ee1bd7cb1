namespace BulkVerify.Claims;

/// <summary>Header fields that some stage looks for by name; names of one meaning share a member. Order carries no meaning.</summary>
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
    /// <summary>X-Envelope-From and its other spellings: the reverse-path as some receiver noted it.</summary>
    XEnvelopeFrom,
    XFeedbackId,
    XOriginalReturnPath,
    /// <summary>Written by list managers only: X-BeenThere, X-Mailman-Version, X-Mailing-List, Mailing-List, X-Google-Group-Id and the like.</summary>
    ListSoftware,
    Precedence,
    /// <summary>Resent-From and Resent-Sender (RFC 5322 §3.6.6).</summary>
    ResentFrom,
    /// <summary>X-Forwarded-To, X-Forwarded-For and X-Forwarded-Encrypted: an automatic forwarder handled the message.</summary>
    XForwarded,
    ContentType,
    /// <summary>X-GM-THRID and X-Gmail-Labels: exported from Gmail.</summary>
    GmailStore,
    /// <summary>X-Mozilla-Status and X-Mozilla-Keys: stored by Thunderbird.</summary>
    MozillaStore,
    /// <summary>X-Uniform-Type-Identifier, X-Universally-Unique-Identifier and X-Apple-Mail-Labels: stored by Apple Mail.</summary>
    AppleStore,
}
