using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>Which waiting questions are asked first.</summary>
internal enum QuestionTurn : byte
{
    /// <summary>Asked before without success: whoever waits has waited longest for them.</summary>
    Again,
    /// <summary>Answers that may lead to further questions: asked late, they would leave a run waiting for chain after chain when all else is done.</summary>
    LeadsOn,
    /// <summary>Answers that end their chain.</summary>
    Ends,
}

/// <summary>Tells questions whose answers lead to others from those that end their chain.</summary>
internal static class QuestionTurns
{
    public const int Count = 3;

    /// <summary>True for SPF records, exchanges and reverse names. DKIM keys, DMARC records (whose walk is asked at once) and addresses lead to nothing.</summary>
    public static bool LeadsOn(in DnsQuestion question) => question.Type switch
    {
        DnsRecordType.Mx or DnsRecordType.Ptr => true,
        DnsRecordType.Txt => !question.Name.Value.StartsWith("_dmarc.", StringComparison.Ordinal) && !question.Name.Value.Contains("._domainkey.", StringComparison.Ordinal),
        _ => false,
    };
}
