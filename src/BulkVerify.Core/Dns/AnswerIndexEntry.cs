namespace BulkVerify.Dns;

/// <summary>What an <see cref="AnswerIndex"/> holds of one question.</summary>
/// <param name="Extent">The block with the answer.</param>
/// <param name="Linked">How many CNAMEs of its chain are in the file as records, at most <see cref="AliasChain.MaxLength"/>.</param>
/// <param name="Absence">The status of an answer that holds neither records nor aliases, which needs no block to be known; null for others.</param>
internal readonly record struct AnswerIndexEntry(LogExtent Extent, int Linked, DnsStatus? Absence)
{
    private const int LinkedShift = 32, AbsenceShift = 48;

    public static AnswerIndexEntry Of(ulong place, ulong rest) =>
        new(new LogExtent((long)place, (int)rest), (int)(rest >> LinkedShift) & 0xffff, (int)(rest >> AbsenceShift) is var status and > 0 ? (DnsStatus)(status - 1) : null);

    public (ulong Place, ulong Others) ToWords() =>
        ((ulong)Extent.Offset, (uint)Extent.Length | ((ulong)Linked << LinkedShift) | ((Absence is { } status ? (ulong)status + 1 : 0) << AbsenceShift));
}
