namespace BulkVerify;

/// <summary>Why an archive or a message could not be read.</summary>
public enum FaultKind : byte
{
    /// <summary>The path does not exist or vanished during the run.</summary>
    NotFound,
    /// <summary>The operating system refused access.</summary>
    NoPermission,
    /// <summary>A path that the user named is not mail in a form we know.</summary>
    NotMail,
    /// <summary>A mail format that is recognized and not read (.pst, .msg, .olm, .emlx, .xz, .7z); the detail says how to convert it.</summary>
    UnsupportedFormat,
    /// <summary>The archive ends early or its compression is damaged.</summary>
    Damaged,
    /// <summary>Expanded size, ratio or nesting over the stated limit.</summary>
    ExpansionLimit,
    /// <summary>A message over the stated size limit.</summary>
    MessageTooLarge,
    /// <summary>Header over the stated limits (bytes or fields).</summary>
    HeaderTooLarge,
    /// <summary>The input changed between planning and reading.</summary>
    InputChanged,
    /// <summary>Reading failed for another reason that the operating system gave.</summary>
    ReadError,
    /// <summary>An unexpected error of the program in one batch; the run goes on.</summary>
    Internal,
}
