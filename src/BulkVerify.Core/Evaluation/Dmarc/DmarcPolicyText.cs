namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Spellings of <see cref="DmarcPolicy"/> and what t=y makes of it.</summary>
public static class DmarcPolicyText
{
    public static string ToWord(this DmarcPolicy policy) => policy switch
    {
        DmarcPolicy.Reject => "reject",
        DmarcPolicy.Quarantine => "quarantine",
        _ => "none",
    };

    /// <summary>One level milder, as t=y asks for (RFC 9989 §4.7 "t").</summary>
    public static DmarcPolicy Lowered(this DmarcPolicy policy) => policy == DmarcPolicy.Reject ? DmarcPolicy.Quarantine : DmarcPolicy.None;
}
