namespace BulkVerify.Archives;

/// <summary>Which lines of the form of a separator begin a message of an mbox.</summary>
public enum MboxSeparators : byte
{
    /// <summary>Not decided: a sample will tell.</summary>
    Auto,
    /// <summary>Those after an empty line (RFC 4155 Appendix A).</summary>
    Strict,
    /// <summary>All of them, for archives whose writers left the empty line out.</summary>
    Loose,
}
