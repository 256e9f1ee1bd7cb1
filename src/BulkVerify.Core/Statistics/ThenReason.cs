namespace BulkVerify.Statistics;

/// <summary>Why a verdict of today is another one than the receiver's on arrival. A closed set; rows hold the name, or nothing where both agree or the receiver said nothing.</summary>
public enum ThenReason : byte
{
    /// <summary>The same word, or the receiver said none.</summary>
    Same,
    /// <summary>The key is not to be had any more: absent, revoked, or ill-formed.</summary>
    KeyGone,
    /// <summary>Another key stands at the name today: of another length or type, or one that fails where a key of the keyring verifies.</summary>
    KeyChanged,
    /// <summary>The body is not as it was signed: changed after the receiver judged it, by a list, a gateway or the archive.</summary>
    BodyAltered,
    /// <summary>The body is as signed and a signed header is not, or the signature field is no longer there. Where no other signature of the selector verifies either, its key may have
    /// been replaced by one of the same length: a message alone cannot tell.</summary>
    HeaderAltered,
    /// <summary>The SPF or DMARC record that the receiver found is not published any more.</summary>
    RecordGone,
    /// <summary>The record says something else today, or is published only since.</summary>
    RecordChanged,
    /// <summary>Both had the same before them and judge by different rules: rsa-sha1, short keys, syntax, x=, or the receiver's own.</summary>
    ReceiverRules,
    /// <summary>Nothing is known today: the record is not in the recorded DNS, was not asked for, or met a DNS error; or the client is not known.</summary>
    NotJudged,
    /// <summary>The receiver met a temporary error, or nothing tells.</summary>
    Unknown,
}
