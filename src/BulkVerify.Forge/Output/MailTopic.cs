namespace BulkVerify.Forge.Output;

/// <summary>Kinds of mail, for sharing it out to archives.</summary>
public enum MailTopic
{
    Marketing,
    Crm,
    Support,
    Billing,
    Transactional,
    Staff,
    Lists,
    Sent,
}
