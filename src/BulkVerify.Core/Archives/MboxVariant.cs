namespace BulkVerify.Archives;

/// <summary>How an mbox quotes body lines that begin with "From ".</summary>
public enum MboxVariant : byte
{
    /// <summary>Not an mbox: nothing is quoted.</summary>
    None,
    /// <summary>"From " becomes ">From "; what was ">From " before cannot be told apart.</summary>
    O,
    /// <summary>Every line of '>'s and "From " gets one more '>': reversible.</summary>
    Rd,
    /// <summary>As <see cref="O"/>, with Content-Length.</summary>
    Cl,
    /// <summary>Content-Length and no quoting.</summary>
    Cl2,
}
