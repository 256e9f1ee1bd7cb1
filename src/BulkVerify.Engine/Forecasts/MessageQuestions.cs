using BulkVerify.Claims;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Engine.Forecasts;

/// <summary>The questions that a message's claims name, found by the evaluators themselves over a DNS that knows nothing. One per worker; not thread-safe.</summary>
internal sealed class MessageQuestions(DmarcRules rules, bool bothRules, PublicSuffixRules publicSuffixes)
{
    private readonly DnsQuestionSet _missing = new();
    private readonly Dictionary<DnsQuestion, QuestionUse> _questions = [];

    /// <summary>What was noted since <see cref="Clear"/>, each question once.</summary>
    public IEnumerable<(DnsQuestion Question, QuestionUse Use)> All => _questions.Select(q => (q.Key, q.Value));

    public void Clear() => _questions.Clear();

    public void Note(MessageClaims claims)
    {
        NoteKeys(claims.Signatures);
        EnvelopeFacts envelope = claims.Envelope;
        DomainName? helo = DomainName.TryParse((envelope.Helo ?? "").AsSpan());
        NoteSpf(envelope, helo, SpfIdentity.Helo);
        NoteSpf(envelope, envelope.MailFrom.IsNull ? helo : envelope.MailFrom.Domain, SpfIdentity.MailFrom);
        NoteDmarc(claims);
    }

    private void NoteKeys(SignatureClaims signatures)
    {
        foreach (SignatureClaim signature in signatures.Dkim)
            NoteKey(signature);
        foreach (ArcSetClaim set in signatures.ArcSets ?? [])
        {
            NoteKey(set.MessageSignature);
            NoteKey(set.Seal);
        }
    }

    private void NoteKey(SignatureClaim? signature)
    {
        if (signature?.KeyName is { } name)
            _questions.TryAdd(new DnsQuestion(name, DnsRecordType.Txt), QuestionUse.Key);
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
            DmarcPolicyDiscovery.Discover(author, rules, publicSuffixes, UnknownView.Instance, _missing);
            if (bothRules)
                DmarcPolicyDiscovery.Discover(author, DmarcRules.Rfc7489, publicSuffixes, UnknownView.Instance, _missing);
            if (rules == DmarcRules.Rfc9989)
                NoteAlignment(claims, publicSuffixes.OrganizationalDomain(author), author);
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
