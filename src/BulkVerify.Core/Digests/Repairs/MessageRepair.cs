namespace BulkVerify.Digests.Repairs;

/// <summary>A change that undoes what a list, a relay or an exporter did to a stored message. A closed set; tried for diagnosis only. A lost line end at the end needs none: both canonical
/// forms add it (RFC 6376 §3.4.3, §3.4.4).</summary>
public enum MessageRepair : byte
{
    /// <summary>One '>' less before "From " at the start of body lines (RFC 4155).</summary>
    UnquotedFrom,
    /// <summary>The '>' before "From " that the mbox variant would take away is the message's own.</summary>
    QuotedFrom,
    /// <summary>CR CR LF and lone CR as CRLF.</summary>
    LineEndings,
    /// <summary>No white space at line ends.</summary>
    TrailingSpace,
    /// <summary>"--" as "-- ": the separator of signatures whose space was stripped (RFC 3676 §4.3).</summary>
    SignatureDash,
    /// <summary>Without the footer that a list appended.</summary>
    ListFooter,
    /// <summary>A body that was re-encoded for transport back as 8bit, or as base64 (RFC 2045 §6).</summary>
    Reencoded8Bit,
    /// <summary>A body that was decoded to 8bit back as quoted-printable (RFC 2045 §6.7).</summary>
    ReencodedQuotedPrintable,
    /// <summary>Out of the multipart that a list put it into, beside a part with its footer.</summary>
    MimeWrapping,
    /// <summary>Without the last part, which a list added for its footer.</summary>
    FooterPart,
    /// <summary>Without the fields that exporters and mail programs add.</summary>
    AddedHeaders,
    /// <summary>Subject without the tag of a list.</summary>
    SubjectTag,
}
