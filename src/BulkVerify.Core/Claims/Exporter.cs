namespace BulkVerify.Claims;

/// <summary>The program that put a message into its archive, where the message tells by what such programs leave behind. A sender could write the same: it is a hint.</summary>
public enum Exporter : byte
{
    None,
    /// <summary>Google Takeout: X-GM-THRID, X-Gmail-Labels.</summary>
    Takeout,
    /// <summary>X-Mozilla-Status, X-Mozilla-Keys.</summary>
    Thunderbird,
    /// <summary>X-Uniform-Type-Identifier, X-Universally-Unique-Identifier, X-Apple-Mail-Labels, unless they came with the mail.</summary>
    AppleMail,
    /// <summary>Pipermail: "From user at example.com" separators.</summary>
    Mailman,
    /// <summary>"From mboxrd@z" separators.</summary>
    PublicInbox,
    /// <summary>Outlook data through libpst (readpst): its boundaries.</summary>
    OutlookPst,
}
