namespace BulkVerify.Claims;

/// <summary>How an Authentication-Results field departs from RFC 8601 §2.2. What can be read is read all the same.</summary>
[Flags]
public enum AuthResultsDefects : byte
{
    None = 0,
    /// <summary>No authserv-id, as Outlook.com writes it.</summary>
    NoAuthservId = 1,
    /// <summary>A version of the field that is not 1: nothing of it is read (RFC 8601 §2.6).</summary>
    UnknownVersion = 2,
    /// <summary>No semicolon between the authserv-id and the first result.</summary>
    NoSemicolon = 4,
    /// <summary>A word that is neither a result nor a property, such as action=none.</summary>
    StrayWord = 8,
    /// <summary>A result word that RFC 8601 does not register (§2.7); receivers of the field must ignore it.</summary>
    UnknownResult = 16,
    /// <summary>An ARC-Authentication-Results that does not begin with i= (RFC 8617 §4.1.1).</summary>
    NoInstance = 32,
}
