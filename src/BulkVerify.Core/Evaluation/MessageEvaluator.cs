using System.Runtime.InteropServices;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Evaluation;

/// <summary>
/// Takes a message from digest to verdicts in four steps, so that a batch can ask and verify for all its messages at once: <see cref="Prepare"/> until nothing
/// is missing, <see cref="Queue"/>, the batch's signature checks, <see cref="Complete"/>, <see cref="Judge"/> until it is done. One per worker; not thread-safe.
/// </summary>
public sealed class MessageEvaluator(EvaluationContext context, IDnsView view)
{
    private readonly WatchedView _dns = new(view);
    private readonly List<AuthenticatedIdentifier> _identifiers = [];
    private readonly DmarcVerdicts _verdicts = new();
    private readonly DmarcVerdicts _verdicts7489 = new();

    /// <summary>True when all keys and both SPF verdicts are known; otherwise the questions are in <paramref name="missing"/>, along with those that
    /// <see cref="Judge"/> is sure to have, so that they are asked in one round.</summary>
    public bool Prepare(MessageEvaluation message, DnsQuestionSet missing)
    {
        _dns.SawTemporaryError = false;
        message.JudgedAt = context.AsOf ?? message.Digest.Claims.Envelope.ReceivedAt;
        bool known = PrepareKeys(message, missing);
        known &= PrepareArc(message.Digest.Signatures.Arc, message.JudgedAt, missing);
        known &= PrepareSpf(message, missing);
        message.MetTemporaryError |= _dns.SawTemporaryError;
        if (!known)
            LookAhead(message, missing);
        return known;
    }

    /// <summary>Answers taken from the DNS view since the last call.</summary>
    public long TakeLookups() => _dns.TakeAnswered();

    /// <summary>Queues the signature checks of the message.</summary>
    public void Queue(MessageEvaluation message, SignatureCheckBatch batch)
    {
        _dns.SawTemporaryError = false;
        ReusedList<SignatureDigest> signatures = message.Digest.Signatures.Dkim;
        for (int i = 0; i < signatures.Count; i++)
            message.Pending[i] = context.Dkim.Begin(signatures[i], message.Keys[i]!, message.JudgedAt, batch);
        message.Past?.Queue(context.Past!, signatures, message.JudgedAt, batch);
        if (message.Digest.Signatures.Arc is { } chain)
            message.PendingArc = context.Arc.Begin(chain, message.JudgedAt, _dns, new DnsQuestionSet(), batch);
        message.MetTemporaryError |= _dns.SawTemporaryError;
    }

    /// <summary>Takes the verdicts from the batch once its checks are done.</summary>
    public static void Complete(MessageEvaluation message, SignatureCheckBatch batch)
    {
        for (int i = 0; i < message.Dkim.Length; i++)
            message.Dkim[i] = DkimVerifier.Complete(message.Pending[i], batch);
        message.Past?.Complete(batch);
        if (message.PendingArc is { } pending)
            message.Arc = ArcValidator.Complete(pending, batch);
    }

    /// <summary>Keeps in the digest what its signatures came to with the keys that were tried; after <see cref="Complete"/>, for digests that are kept.</summary>
    public static void KeepChecks(MessageEvaluation message, SignatureCheckBatch batch)
    {
        for (int i = 0; i < message.Dkim.Length; i++)
            message.Digest.Signatures.Dkim[i].KeyChecks = DkimVerifier.ChecksOf(message.Pending[i], batch);
        if (message.PendingArc is not { } arc)
            return;
        for (int i = 0; i < arc.Sets.Count; i++)
        {
            arc.Sets[i].MessageSignature!.KeyChecks = DkimVerifier.ChecksOf(arc.MessageSignatures[i], batch);
            arc.Sets[i].Seal!.KeyChecks = DkimVerifier.ChecksOf(arc.Seals[i], batch);
        }
    }

    /// <summary>True when DMARC is judged and the message is done; otherwise the questions are in <paramref name="missing"/>.</summary>
    public bool Judge(MessageEvaluation message, DnsQuestionSet missing)
    {
        _dns.SawTemporaryError = false;
        DmarcInput input = DmarcInputOf(message);
        message.Dmarc ??= VerdictOf(input, context.Domains, _verdicts, missing);
        if (context.Domains7489 is { } old)
            message.Dmarc7489 ??= VerdictOf(input, old, _verdicts7489, missing);
        message.MetTemporaryError |= _dns.SawTemporaryError;
        message.IsComplete = message.Dmarc is not null && (context.Domains7489 is null || message.Dmarc7489 is not null);
        return message.IsComplete;
    }

    /// <summary>All steps for one message, for callers that have one: false after noting questions in <paramref name="missing"/>.</summary>
    public bool Evaluate(MessageEvaluation message, DnsQuestionSet missing)
    {
        if (!Prepare(message, missing))
            return false;
        var batch = new SignatureCheckBatch();
        Queue(message, batch);
        SignatureBatchVerifier.OfThread.Verify(batch);
        Complete(message, batch);
        return Judge(message, missing);
    }

    private bool PrepareKeys(MessageEvaluation message, DnsQuestionSet missing)
    {
        bool known = true;
        ReusedList<SignatureDigest> signatures = message.Digest.Signatures.Dkim;
        for (int i = 0; i < signatures.Count; i++)
        {
            message.Keys[i] ??= context.Dkim.Resolve(signatures[i].Claim, message.JudgedAt, _dns, missing);
            known &= message.Keys[i] is not null;
        }
        if (context.Past is { } policy)
        {
            PastVerdicts? past = message.Past;
            known &= PastVerdicts.Prepare(policy, ref past, signatures, message.JudgedAt, _dns, missing);
            message.Past = past;
        }
        return known;
    }

    private bool PrepareArc(ArcChainDigest? chain, long? judgedAt, DnsQuestionSet missing)
    {
        if (chain is null || chain.Structure != ArcStructure.Complete)
            return true;
        bool known = true;
        foreach (ArcSetDigest set in chain.Sets)
        {
            known &= context.Dkim.Resolve(set.MessageSignature!.Claim, judgedAt, _dns, missing) is not null;
            known &= context.Dkim.Resolve(set.Seal!.Claim, judgedAt, _dns, missing) is not null;
        }
        return known;
    }

    private bool PrepareSpf(MessageEvaluation message, DnsQuestionSet missing)
    {
        EnvelopeFacts envelope = message.Digest.Claims.Envelope;
        string helo = envelope.Helo ?? "";
        DomainName? heloDomain = context.NameOf(helo);
        message.Helo ??= Spf(new SpfQuery(envelope.ClientIp, heloDomain, "", helo, SpfIdentity.Helo) { Time = envelope.ReceivedAt ?? 0 }, missing);
        message.Spf ??= IsMailFromUnknown(envelope) ? SpfVerdict.MailFromUnknown : Spf(MailFromQuery(envelope, context), missing);
        return message.Helo is not null && message.Spf is not null;
    }

    // Without an address there is nothing to check either way.
    private static bool IsMailFromUnknown(EnvelopeFacts envelope) =>
        envelope.ClientIp is not null && envelope.MailFromSource == EnvelopeSource.None && !envelope.MailFrom.IsKnown;

    /// <summary>What is checked for the MAIL FROM identity.</summary>
    internal static SpfQuery MailFromQuery(EnvelopeFacts envelope, EvaluationContext context)
    {
        string helo = envelope.Helo ?? "";
        ReversePath path = envelope.MailFrom;
        // RFC 7208 §2.4: for the null reverse-path the MAIL FROM identity is postmaster at the HELO name.
        return new SpfQuery(envelope.ClientIp, path.IsNull ? context.NameOf(helo) : path.Domain, path.IsNull ? "postmaster" : path.LocalPart, helo, SpfIdentity.MailFrom) { Time = envelope.ReceivedAt ?? 0 };
    }

    private SpfVerdict? Spf(in SpfQuery query, DnsQuestionSet missing)
    {
        DomainName? domain = query.Domain;
        if (query.Client is not { } client)
            return SpfVerdict.NoClientAddress(domain, query.Identity);
        if (domain is not null && context.SpfVerdicts.TryGet((client, domain), out SpfVerdict? known))
            return known.Identity == query.Identity ? known : known with { Identity = query.Identity };
        bool sawBefore = _dns.SawTemporaryError;
        _dns.SawTemporaryError = false;
        SpfVerdict? verdict = SpfEvaluator.Evaluate(query, _dns, missing, context.SpfLimits, context.SpfRecords);
        // A temporary error may be gone when it is asked again, also one that the verdict passed over (RFC 7208 §5.5).
        if (verdict is { DependsOnSender: false } && domain is not null && !_dns.SawTemporaryError)
            context.SpfVerdicts.Add((client, domain), verdict);
        _dns.SawTemporaryError |= sawBefore;
        return verdict;
    }

    /// <summary>Notes the questions of the policy walks. Which of the identifiers will need one is known only later: those below the author's organization do, unless
    /// alignment is strict.</summary>
    private void LookAhead(MessageEvaluation message, DnsQuestionSet missing)
    {
        AuthorDomain authors = message.Digest.Claims.Author;
        if (DmarcReasons.OfAuthor(authors.Status) is not null)
            return;
        for (int i = 0; i < authors.Count; i++)
        {
            DomainName author = authors[i];
            context.Domains.PolicyOf(author, _dns, missing);
            context.Domains7489?.PolicyOf(author, _dns, missing);
            DomainName organization = context.PublicSuffixes.OrganizationalDomain(author);
            foreach (SignatureDigest signature in message.Digest.Signatures.Dkim)
                LookAhead(signature.Claim.Domain, author, organization, missing);
            LookAhead(EnvelopeDomain(message.Digest.Claims.Envelope), author, organization, missing);
        }
    }

    // RFC 7208 §2.4: for the null reverse-path SPF checks the HELO name.
    private DomainName? EnvelopeDomain(EnvelopeFacts envelope) => envelope.MailFrom.IsNull ? context.NameOf(envelope.Helo ?? "") : envelope.MailFrom.Domain;

    private void LookAhead(DomainName? identifier, DomainName author, DomainName organization, DnsQuestionSet missing)
    {
        if (identifier is not null && identifier != author && identifier != organization && identifier.IsSameOrBelow(organization))
            context.Domains.OrganizationOf(identifier, _dns, missing);
    }

    private DmarcVerdict? VerdictOf(in DmarcInput input, DmarcDomains domains, DmarcVerdicts known, DnsQuestionSet missing)
    {
        ReadOnlySpan<AuthenticatedIdentifier> dkim = CollectionsMarshal.AsSpan(_identifiers);
        if (known.Find(input, dkim) is { } kept)
            return kept;
        DmarcVerdict? verdict = DmarcEvaluator.Evaluate(input, domains, _dns, missing);
        // A temporary error may be gone when it is asked again.
        if (verdict is not null && !_dns.SawTemporaryError)
            known.Add(input, dkim, verdict);
        return verdict;
    }

    /// <summary>Valid until the next call.</summary>
    private DmarcInput DmarcInputOf(MessageEvaluation message)
    {
        ReusedList<SignatureDigest> signatures = message.Digest.Signatures.Dkim;
        _identifiers.Clear();
        for (int i = 0; i < signatures.Count; i++)
        {
            if (signatures[i].Claim.Domain is { } domain)
                _identifiers.Add(new AuthenticatedIdentifier(domain, message.Dkim[i].Result, UnansweredBy(message.Dkim[i].Reason)));
        }
        SpfVerdict spf = message.Spf!;
        AuthenticatedIdentifier? mailFrom = spf.Domain is { } checkedDomain ? new AuthenticatedIdentifier(checkedDomain, spf.Result, UnansweredBy(spf.Reason)) : null;
        return new DmarcInput(message.Digest.Claims.Author, _identifiers, mailFrom);
    }

    private static DnsStatus? UnansweredBy(DkimReason reason) => reason switch
    {
        DkimReason.DnsTimeout => DnsStatus.Timeout,
        DkimReason.DnsServFail => DnsStatus.ServFail,
        DkimReason.KeyNotRecorded => DnsStatus.NotRecorded,
        DkimReason.KeyNotAsked => DnsStatus.NotAsked,
        _ => null,
    };

    private static DnsStatus? UnansweredBy(SpfReason reason) => reason switch
    {
        SpfReason.DnsTimeout => DnsStatus.Timeout,
        SpfReason.DnsServFail => DnsStatus.ServFail,
        SpfReason.NotRecorded => DnsStatus.NotRecorded,
        SpfReason.NotAsked => DnsStatus.NotAsked,
        _ => null,
    };
}
