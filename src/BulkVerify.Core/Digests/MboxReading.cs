namespace BulkVerify.Digests;

/// <summary>How the lines of a message that look quoted (">From ") were read.</summary>
public enum MboxReading : byte
{
    /// <summary>There are none, or the archive does not quote.</summary>
    NoQuoting,
    /// <summary>Left as they are.</summary>
    AsStored,
    /// <summary>">From " without its '>', as mboxo quotes; lines of several '>' are left as they are.</summary>
    Unquoted,
    /// <summary>One '>' removed from each quoted line, as mboxrd quotes.</summary>
    UnquotedRd,
}
