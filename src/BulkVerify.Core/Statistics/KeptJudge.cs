using BulkVerify.Digests;

namespace BulkVerify.Statistics;

/// <summary>Judges kept digests again, those of one profile once: mail of a sender mostly differs in nothing that its verdicts depend on. One per worker: not thread-safe.</summary>
/// <param name="judge">For one view of the DNS, whose answers do not change.</param>
/// <param name="capacity">Profiles remembered, 100 to 400 octets each.</param>
public sealed class KeptJudge(DigestJudge judge, int capacity = 1 << 15)
{
    private readonly ProfileTable<(MessageRow? Row, bool DependsOnSender)> _known = new(capacity), _knownOfRebuilt = new(capacity);
    private readonly SharedVerdicts _shared = new();

    /// <summary>A row with what counts of the verdicts on the message, which may be that of others that count alike: place, times, texts and what does not count are not this message's.</summary>
    /// <param name="before">Its row, which says whether its archive rebuilt its messages.</param>
    /// <param name="kept">Its digest.</param>
    /// <exception cref="InvalidDataException">The file of the digest is damaged.</exception>
    public MessageRow Judge(MessageRow before, KeptDigest kept) => Judge(before, kept, out _);

    /// <inheritdoc cref="Judge(MessageRow, KeptDigest)"/>
    /// <param name="before">Its row.</param>
    /// <param name="kept">Its digest.</param>
    /// <param name="isOfProfile">True when the row is that of all messages with this profile and the same <see cref="MessageRow.Repair"/>.</param>
    public MessageRow Judge(MessageRow before, KeptDigest kept, out bool isOfProfile)
    {
        bool isRebuilt = before.Repair == RowAssessor.NotAssessable;
        ProfileTable<(MessageRow? Row, bool DependsOnSender)> table = isRebuilt ? _knownOfRebuilt : _known;
        if (!table.TryGet(kept, out (MessageRow? Row, bool DependsOnSender) known))
        {
            known.Row = Mark(judge.JudgeProfile(kept.ReadProfile(), out known.DependsOnSender), isRebuilt) is { } row ? _shared.Of(row) : null;
            table.Set(kept, known);
        }
        isOfProfile = known is { Row: not null, DependsOnSender: false };
        if (isOfProfile)
            return known.Row!;
        MessageRow? ofSender = known.Row is null ? null : judge.JudgeProfile(kept.ReadProfileWithSender(), out _);
        return Mark(ofSender ?? judge.Judge(kept.Read()), isRebuilt)!;
    }

    private static MessageRow? Mark(MessageRow? row, bool isRebuilt)
    {
        if (isRebuilt && row is not null)
            RowAssessor.MarkRebuilt(row);
        return row;
    }
}
