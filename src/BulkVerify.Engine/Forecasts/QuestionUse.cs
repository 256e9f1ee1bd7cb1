namespace BulkVerify.Engine.Forecasts;

/// <summary>What a question is for.</summary>
public enum QuestionUse : byte
{
    /// <summary>A key of a DKIM signature or an ARC set.</summary>
    Key,
    /// <summary>The SPF record of a MAIL FROM or HELO name.</summary>
    Spf,
    /// <summary>A DMARC record on the way from a name to the top.</summary>
    Dmarc,
}
