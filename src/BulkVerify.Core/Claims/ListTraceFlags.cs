namespace BulkVerify.Claims;

/// <summary>Traces that mailing lists and forwarders leave.</summary>
[Flags]
public enum ListTraceFlags : ushort
{
    None = 0,
    /// <summary>List-Id (RFC 2919). Bulk senders write it too.</summary>
    ListId = 1,
    /// <summary>List-Post with an address (RFC 2369 §3.4): one can write to the list.</summary>
    ListPost = 2,
    /// <summary>A field that only list managers write, such as X-BeenThere or X-Mailing-List.</summary>
    Software = 4,
    /// <summary>Precedence: list.</summary>
    PrecedenceList = 8,
    /// <summary>Precedence: bulk or junk.</summary>
    PrecedenceBulk = 16,
    /// <summary>Sender in another domain than the author domain.</summary>
    SenderDiffers = 32,
    /// <summary>The subject begins with a tag in brackets, after "Re:" and the like.</summary>
    SubjectTag = 64,
    /// <summary>Resent-From or Resent-Sender (RFC 5322 §3.6.6).</summary>
    Resent = 128,
    /// <summary>X-Forwarded-To or X-Forwarded-For.</summary>
    Forwarded = 256,
    /// <summary>A reverse-path that a forwarder rewrote (<see cref="Claims.RewrittenPath"/>).</summary>
    RewrittenPath = 512,
    /// <summary>A reverse-path such as list-bounces@ or owner-list@.</summary>
    ListPath = 1024,
    /// <summary>Delivered-To more than once: delivered, then sent on.</summary>
    DeliveredTwice = 2048,
}
