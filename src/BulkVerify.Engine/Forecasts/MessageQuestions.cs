using BulkVerify.Claims;
using BulkVerify.Dns;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Engine.Forecasts;

/// <summary>The questions that a message's claims name, found by the evaluators themselves over a DNS that knows nothing. One per worker; not thread-safe.</summary>
internal sealed class MessageQuestions(DmarcRules rules, bool bothRules, EvaluationContext evaluation)
{
    private readonly DnsQuestionSet _missing = new();
    private readonly Dictionary<DnsQuestion, QuestionUse> _questions = [];

    /// <summary>What was noted since <see cref="Clear"/>, each question once.</summary>
    public IEnumerable<(DnsQuestion Question, QuestionUse Use)> All => _questions.Select(q => (q.Key, q.Value));

    public void Clear() => _questions.Clear();

    public void Note(MessageClaims claims)
    {
        EnvelopeFacts envelope = claims.Envelope;
        NoteKeys(claims.Signatures, evaluation.AsOf ?? envelope.ReceivedAt);
        DomainName? helo = DomainName.TryParse((envelope.Helo ?? "").AsSpan());
        NoteSpf(envelope, helo, SpfIdentity.Helo);
        NoteSpf(envelope, envelope.MailFrom.IsNull ? helo : envelope.MailFrom.Domain, SpfIdentity.MailFrom);
        NoteDmarc(claims);
    }

    private void NoteKeys(SignatureClaims signatures, long? judgedAt)
    {
        foreach (SignatureClaim signature in signatures.Dkim)
            NoteKey(signature, judgedAt);
        foreach (ArcSetClaim set in signatures.ArcSets ?? [])
        {
            NoteKey(set.MessageSignature, judgedAt);
            NoteKey(set.Seal, judgedAt);
        }
        Take(QuestionUse.Key);
    }

    /// <summary>No key is asked for where the signature fails by itself, such as rsa-sha1 (RFC 8301 §3.1).</summary>
    private void NoteKey(SignatureClaim? signature, long? judgedAt)
    {
        if (signature is null)
            return;
        evaluation.Dkim.Resolve(signature, judgedAt, UnknownView.Instance, _missing);
        if (evaluation.Past is { } policy && policy.Concerns(signature, judgedAt))
            policy.Verifier.Resolve(signature, judgedAt, UnknownView.Instance, _missing);
    }

    private void NoteSpf(EnvelopeFacts envelope, DomainName? domain, SpfIdentity identity)
    {
        SpfEvaluator.Evaluate(new SpfQuery(envelope.ClientIp, domain, "", envelope.Helo ?? "", identity), UnknownView.Instance, _missing, SpfLimits.Default);
        Take(QuestionUse.Spf);
    }

    private void NoteDmarc(MessageClaims claims)
    {
        for (int i = 0; i < claims.Author.Count; i++)
        {
            DomainName author = claims.Author[i];
            DmarcPolicyDiscovery.Discover(author, rules, evaluation.PublicSuffixes, UnknownView.Instance, _missing);
            if (bothRules)
                DmarcPolicyDiscovery.Discover(author, DmarcRules.Rfc7489, evaluation.PublicSuffixes, UnknownView.Instance, _missing);
            if (rules == DmarcRules.Rfc9989)
                NoteAlignment(claims, evaluation.PublicSuffixes.OrganizationalDomain(author), author);
        }
        Take(QuestionUse.Dmarc);
    }

    /// <summary>The walks of identifiers that may be aligned (RFC 9989 §4.10.2).</summary>
    private void NoteAlignment(MessageClaims claims, DomainName organization, DomainName author)
    {
        foreach (DomainName? identifier in claims.Signatures.Dkim.Select(s => s.Domain).Append(claims.Envelope.MailFrom.Domain))
        {
            if (identifier is not null && identifier != author && identifier != organization && identifier.IsSameOrBelow(organization))
                DnsTreeWalk.From(identifier, UnknownView.Instance, _missing);
        }
    }

    private void Take(QuestionUse use)
    {
        foreach (DnsQuestion question in _missing)
            _questions.TryAdd(question, use);
        _missing.Clear();
    }

    private sealed class UnknownView : IDnsView
    {
        public static readonly UnknownView Instance = new();

        public DnsAnswer? Find(in DnsQuestion question) => null;
    }
}
