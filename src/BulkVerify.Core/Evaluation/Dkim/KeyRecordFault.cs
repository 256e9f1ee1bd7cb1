namespace BulkVerify.Evaluation.Dkim;

/// <summary>What keeps a text from being a key record (RFC 6376 §3.6.1). A closed set; the first fault in this order counts.</summary>
public enum KeyRecordFault : byte
{
    /// <summary>It is one.</summary>
    None,
    /// <summary>No list of tags: an empty tag, a name without "=", octets that no value has (RFC 6376 §3.2).</summary>
    NotATagList,
    /// <summary>A tag stands there twice (RFC 6376 §3.2).</summary>
    RepeatedTag,
    /// <summary>More than <see cref="DkimKeyRecordParser.MaxTags"/> tags.</summary>
    TooManyTags,
    /// <summary>p= is missing.</summary>
    MissingKey,
    /// <summary>v= is not the first tag.</summary>
    VersionNotFirst,
    /// <summary>v= is not DKIM1.</summary>
    UnknownVersion,
    /// <summary>h= is no list of names of hashes.</summary>
    BadHashes,
    /// <summary>s= is no list of names of services.</summary>
    BadServices,
    /// <summary>t= is no list of flags.</summary>
    BadFlags,
    /// <summary>k= is no name of a key type.</summary>
    BadType,
    /// <summary>p= is no base64, or what it holds is no key of the type.</summary>
    BadKey,
}
