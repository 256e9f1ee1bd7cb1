namespace BulkVerify.Forge;

/// <summary>Kinds of output.</summary>
public enum ForgeProfile
{
    /// <summary>Mail as it is: long headers, attachments.</summary>
    Full,
    /// <summary>Small messages, two RSA-2048 signatures each.</summary>
    Small,
    /// <summary>Everything that there is, in few bytes, shared out to archives of all formats.</summary>
    Sample,
    /// <summary>Each vendor of the catalog in each way that its facts allow, an open relay, and streams that break on a day.</summary>
    Catalog,
}
