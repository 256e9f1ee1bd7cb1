using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>What the identifiers of one message say for an author domain, gathered one by one.</summary>
internal struct AlignedEvidence
{
    private DmarcReason? _temporary, _unknown;
    private DnsStatus? _temporaryStatus, _unknownStatus;

    public bool SpfAligned { get; private set; }

    public bool DkimAligned { get; private set; }

    /// <summary>True when anything passed, aligned or not.</summary>
    public bool AnyPassed { get; private set; }

    /// <summary>The reason to pass; null when nothing aligned passed.</summary>
    public readonly DmarcReason? Pass => (DkimAligned, SpfAligned) switch
    {
        (true, true) => DmarcReason.AlignedByBoth,
        (true, false) => DmarcReason.AlignedByDkim,
        (false, true) => DmarcReason.AlignedBySpf,
        _ => null,
    };

    /// <summary>Why a fail would be a guess; null when it would not. A temporary error may heal, so it comes before ignorance.</summary>
    public readonly DmarcReason? Open => _temporary ?? _unknown;

    public readonly DnsStatus? Unanswered => _temporary is null ? _unknownStatus : _temporaryStatus;

    /// <param name="failure">How the query ended that left the alignment unknown.</param>
    public void AddDkim(in AuthenticatedIdentifier identifier, IdentifierAlignment alignment, DnsStatus? failure)
    {
        DkimAligned |= identifier.Result == AuthResult.Pass && alignment == IdentifierAlignment.Aligned;
        Add(identifier, alignment, failure, DmarcReason.DkimTempError);
    }

    /// <param name="failure">How the query ended that left the alignment unknown.</param>
    public void AddSpf(in AuthenticatedIdentifier identifier, IdentifierAlignment alignment, DnsStatus? failure)
    {
        SpfAligned |= identifier.Result == AuthResult.Pass && alignment == IdentifierAlignment.Aligned;
        Add(identifier, alignment, failure, DmarcReason.SpfTempError);
    }

    private void Add(in AuthenticatedIdentifier identifier, IdentifierAlignment alignment, DnsStatus? failure, DmarcReason error)
    {
        AnyPassed |= identifier.Result == AuthResult.Pass;
        if (alignment == IdentifierAlignment.NotAligned)
            return;
        // It passed, or could have, for a domain that is aligned, or could be.
        if (identifier.Result == AuthResult.TempError)
            NoteTemporary(error, identifier.Unanswered ?? failure);
        else if (identifier.Unanswered is DnsStatus.NotRecorded or DnsStatus.NotAsked)
            NoteUnknown(identifier.Unanswered.Value);
        else if (identifier.Result == AuthResult.Pass && alignment == IdentifierAlignment.Unknown && failure is { } status)
            NoteFailure(status);
    }

    private void NoteFailure(DnsStatus status)
    {
        if (status is DnsStatus.Timeout or DnsStatus.ServFail)
            NoteTemporary(DmarcReasons.OfFailure(status), status);
        else
            NoteUnknown(status);
    }

    private void NoteTemporary(DmarcReason reason, DnsStatus? status)
    {
        if (_temporary is not null)
            return;
        _temporary = reason;
        _temporaryStatus = status;
    }

    private void NoteUnknown(DnsStatus status)
    {
        if (_unknown is not null)
            return;
        _unknown = DmarcReasons.OfFailure(status);
        _unknownStatus = status;
    }
}
