using BulkVerify.Senders;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Finds the integration mode of a stream from its merged facts. Pure. The first rule that applies decides: From of others that answers to us, relay of ours, own servers,
/// aligned mail, a vendor that verifies, nothing that could be judged, none of these. What could not be judged accuses nobody.</summary>
internal sealed class IntegrationFinder
{
    /// <summary>A vendor is set up for a domain when at least one message in so many aligns; fewer are trials.</summary>
    private const int MessagesPerAligned = 5;

    private readonly StreamFacts _facts;
    private readonly SummaryContext _context;
    private readonly DomainName _author;
    private readonly SenderKind _kind;

    private IntegrationFinder(DomainName author, StreamFacts facts, SummaryContext context)
    {
        (_author, _facts, _context) = (author, facts, context);
        _kind = KindOf(facts);
    }

    /// <summary>Messages that show an attempt to align, whatever came of it.</summary>
    private long Attempts => Math.Max(_facts.Either.Met, Math.Max(_facts.SignedAsAuthor, _facts.Envelope.Met));

    private bool IsOpen => (_facts.Messages - _facts.Either.Judged) * 2 > _facts.Messages;

    private bool IsProven => IsProvenVendor(_facts);

    /// <summary>True for a vendor of the catalog that something verified shows in most messages.</summary>
    public static bool IsProvenVendor(StreamFacts facts) => KindOf(facts) == SenderKind.Vendor && facts.Proven * 2 >= facts.Messages;

    public static Integration Of(StreamKey stream, StreamFacts facts, SummaryContext context)
    {
        if (facts.Messages == 0)
            return new Integration(IntegrationMode.CannotTell, null, facts.Indirect > 0 ? "all of it came through lists or forwarders" : "no received mail");
        if (stream.IsOthers)
            return new Integration(IntegrationMode.CannotTell, null, "many streams of few messages, counted together");
        if (DomainName.TryParse(stream.AuthorDomain.AsSpan()) is not { } author)
            return new Integration(IntegrationMode.CannotTell, null, "From has no single domain");
        Integration found = new IntegrationFinder(author, facts, context).Find();
        IEnumerable<KeyValuePair<string, long>> shown = facts.Evidence.ByCount().Concat(facts.HostEvidence.ByCount()).OrderByDescending(e => e.Value).ThenBy(e => e.Key, StringComparer.Ordinal);
        return found with { Evidence = [.. found.Evidence, .. shown.Take(Integration.MaxEvidence).Select(e => new IntegrationEvidence(e.Key, e.Value))] };
    }

    private static SenderKind KindOf(StreamFacts facts) => Enum.TryParse(facts.Kinds.Commonest(), out SenderKind named) ? named : SenderKind.Unknown;

    private Integration Find()
    {
        if (!_context.IsOurs(_author) && OthersMail.Of(_author, _facts, _context) is { } mail && OfOthers(mail) is { } found)
            return found;
        if (_facts.Relayed * 2 > _facts.Messages)
            return new Integration(IntegrationMode.Internal, Share(_facts.Relayed), InternalDetail());
        if (_kind == SenderKind.Own)
            return new Integration(IntegrationMode.Direct, ShownShare(), DirectDetail());
        if (_facts.Either.Met > 0 && _facts.Either.Met * MessagesPerAligned >= _facts.Messages)
            return External();
        if (IsProven && Attempts * MessagesPerAligned >= _facts.Messages)
            return External();
        if (IsOpen)
            return CannotTell();
        if (IsProven)
            return new Integration(IntegrationMode.BrokenAttempt, Share(_facts.Messages - _facts.Either.Met), $"shown by {_facts.BestEvidence.Commonest()}, nothing aligned");
        return _facts.Either.Met > 0 ? External() : new Integration(IntegrationMode.SpoofOrUnknown, 1, UnknownDetail());
    }

    /// <summary>From is not ours: right as it is when its owner sent it and it answers to us. Null for mail that is no business of ours.</summary>
    private Integration? OfOthers(OthersMail mail)
    {
        if (mail.Owner is null && !mail.IsMostlyOfOurs)
            return null;
        if (_facts.Either.Met == 0 && !IsProven)
            return mail.Owner is null ? null : IsOpen ? CannotTell() : new Integration(IntegrationMode.SpoofOrUnknown, 1, $"says it is {mail.Name}, nothing verifies");
        double shown = Share(Math.Max(_facts.Either.Met, _facts.Proven));
        return mail.IsOfMailboxes
            ? new Integration(IntegrationMode.Direct, shown, $"people with a mailbox of {_author}")
            : new Integration(IntegrationMode.NotIntegrated, shown * mail.Confidence, $"sends as {mail.Name}, {mail.Detail}") { Evidence = mail.Evidence, AnswersToUs = mail.IsOfOurs };
    }

    private Integration External() => new(IntegrationMode.External, Share(Attempts), ExternalDetail());

    private Integration CannotTell()
    {
        string reason = _facts.Signed.Open.Commonest() is { Length: > 0 } key ? key : _facts.Authorized.Open.Commonest();
        string points = _facts.BestEvidence.Commonest();
        return new Integration(IntegrationMode.CannotTell, null, points.Length == 0 ? reason : $"{reason}; all that is shown: {points}");
    }

    private string InternalDetail()
    {
        var parts = new List<string>(4) { $"handed over: {_facts.Relays.Commonest()}" };
        if (_facts.Envelope.Judged > 0)
            parts.Add($"envelope yours in {_facts.Envelope.Met} of {_facts.Envelope.Judged}");
        if (_facts.Signed.Judged > 0)
            parts.Add($"signed as yours in {_facts.Signed.Met} of {_facts.Signed.Judged}");
        if (_facts.RelayedResigned > 0)
            parts.Add($"the vendor's own signature broken on the way in {_facts.RelayedResigned}");
        return string.Join(", ", parts);
    }

    /// <summary>Mail that authenticates as its author may come from a vendor all the same; what the header says of it proves nothing.</summary>
    private string DirectDetail()
    {
        string claim = _facts.Claims.Commonest();
        string sends = $"sends as {_facts.BestEvidence.Commonest()}";
        return claim.Length == 0 ? sends : $"{sends}; header fields name {claim} in {_facts.Claims.Texts[claim]}, which proves nothing";
    }

    /// <summary>Which of the three is in use: a sub-domain given to the vendor, a published key, addresses in the SPF record.</summary>
    private string ExternalDetail()
    {
        var ways = new List<string>(3);
        string key = _facts.AlignedKeys.Commonest();
        if (key.Length > 0)
            ways.Add($"key {KeyName(key)}{(_facts.Signed.Judged == 0 ? " (not known)" : _facts.Signed.Met == 0 ? " (no signature passes)" : "")}");
        string envelope = AlignedEnvelope(_author, _facts);
        if (envelope.Length > 0)
            ways.Add(EnvelopeWay(envelope));
        bool delegated = _context.PublicSuffixes.OrganizationalDomain(_author) != _author && ways.Count == 2
            && DomainName.TryParse(envelope.AsSpan()) is { } below && below.IsSameOrBelow(_author) && DomainName.TryParse(key.AsSpan(0, key.IndexOf(' '))) is { } signer && signer.IsSameOrBelow(_author);
        return (delegated ? $"sub-domain {_author} with records of its own: " : "") + string.Join(", ", ways);
    }

    private string EnvelopeWay(string envelope)
    {
        bool passes = _facts.SpfDomains.Texts.ContainsKey($"{envelope} pass");
        if (envelope != _author.Value && envelope.EndsWith($".{_author}", StringComparison.Ordinal))
            return $"sub-domain {envelope} for bounces{(passes ? "" : " (SPF does not pass)")}";
        return passes ? $"addresses in the SPF record of {envelope}" : $"envelope in {envelope} (SPF does not pass)";
    }

    private string UnknownDetail() => _kind switch
    {
        SenderKind.ClaimedVendor => $"{_facts.BestEvidence.Commonest()}, nothing verifies",
        SenderKind.Vendor => $"{_facts.BestEvidence.Commonest()}, which proves nothing, and nothing aligned",
        SenderKind.Domain => $"{_facts.BestEvidence.Commonest()}, nothing aligned",
        _ => "nobody is shown, nothing aligned",
    };

    /// <summary>The commonest domain that SPF was checked for at or below the author's organization, one that passes before others; empty without one.</summary>
    internal static string AlignedEnvelope(DomainName author, StreamFacts facts)
    {
        string other = "";
        foreach ((string text, _) in facts.SpfDomains.ByCount())
        {
            string domain = text[..text.IndexOf(' ')];
            if (domain != author.Value && !domain.EndsWith($".{author.Value}", StringComparison.Ordinal) && !author.Value.EndsWith($".{domain}", StringComparison.Ordinal))
                continue;
            if (text.EndsWith(" pass", StringComparison.Ordinal))
                return domain;
            if (other.Length == 0)
                other = domain;
        }
        return other;
    }

    /// <summary>"example.com s1" as the name of the record.</summary>
    internal static string KeyName(string key) => $"{key[(key.IndexOf(' ') + 1)..]}._domainkey.{key[..key.IndexOf(' ')]}";

    private double Share(long part) => Math.Min(1, (double)part / _facts.Messages);

    private double ShownShare() => Math.Min(1, (_facts.Proven + (0.5 * _facts.Named)) / _facts.Messages);
}
