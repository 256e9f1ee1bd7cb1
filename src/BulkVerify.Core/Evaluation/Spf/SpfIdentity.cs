namespace BulkVerify.Evaluation.Spf;

/// <summary>Which identity an SPF check is about (RFC 7208 §2.3, §2.4).</summary>
public enum SpfIdentity : byte
{
    MailFrom,
    Helo,
}
