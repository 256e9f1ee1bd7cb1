using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Evaluation;

/// <summary>Tells which messages a change of records can concern, so that all others keep their verdicts. Errs only towards yes. Not thread-safe.</summary>
/// <param name="before">The records as they are.</param>
/// <param name="after">The same with the change.</param>
/// <param name="changes">The change.</param>
public sealed class ChangeScope(IDnsView before, IDnsView after, RecordChanges changes)
{
    /// <summary>Names remembered before all are forgotten.</summary>
    private const int MaxRemembered = 1 << 17;

    private const string PolicyPrefix = "_dmarc.";

    private readonly Dictionary<DomainName, bool> _texts = [];
    private readonly Dictionary<DomainName, bool> _spf = [];
    private readonly Dictionary<DomainName, bool> _policies = [];

    private readonly DigestNames _names = new();

    /// <summary>True when names change that are neither a policy's nor a key's: those of SPF.</summary>
    private readonly bool _changesSpf = changes.Names.Any(n => !n.Value.StartsWith(PolicyPrefix, StringComparison.Ordinal) && !n.Value.Contains("._domainkey.", StringComparison.Ordinal));

    /// <summary>See <see cref="RecordChanges.OnlyTexts"/>.</summary>
    public bool OnlyTexts => changes.OnlyTexts;

    /// <summary>True when the change may concern the message.</summary>
    public bool Concerns(MessageDigest digest)
    {
        _names.Set(digest);
        foreach ((DomainName name, NameUses uses) in _names.All)
        {
            if (Concerns(name, uses))
                return true;
        }
        return false;
    }

    /// <summary>True when the change may concern messages that depend on a name in these ways.</summary>
    public bool Concerns(DomainName name, NameUses uses) =>
        ((uses & NameUses.Texts) != 0 && IsChanged(name)) || ((uses & NameUses.Existence) != 0 && ConcernsExistence(name))
        || ((uses & NameUses.Policies) != 0 && ConcernsPolicy(name)) || ((uses & NameUses.Spf) != 0 && ConcernsSpf(name));

    /// <summary>Tested by the texts of the name, whatever they say (RFC 9989 §3.2.13).</summary>
    private bool ConcernsExistence(DomainName name)
    {
        if (!IsChanged(name))
            return false;
        var question = new DnsQuestion(name, DnsRecordType.Txt);
        return !Exists(before.Find(question)) || !Exists(after.Find(question));

        static bool Exists(DnsAnswer? answer) => answer is { Status: DnsStatus.Success or DnsStatus.NoData };
    }

    /// <summary>The tree walk and the public suffix list ask at or above the domain only.</summary>
    private bool ConcernsPolicy(DomainName domain)
    {
        if (_policies.TryGetValue(domain, out bool known))
            return known;
        bool concerns = false;
        for (DomainName? name = domain; name is not null && !concerns; name = name.Parent)
            concerns = DomainName.TryParse($"{PolicyPrefix}{name.Value}".AsSpan()) is { } policy && IsChanged(policy);
        return Remember(_policies, domain, concerns);
    }

    /// <summary>Where the tree of records is known, those of its names decide; otherwise it may.</summary>
    private bool ConcernsSpf(DomainName domain)
    {
        if (!_changesSpf)
            return false;
        if (_spf.TryGetValue(domain, out bool known))
            return known;
        bool concerns = !changes.OnlyTexts || DoesTreeChange(SpfRecordTree.At(domain, before));
        return Remember(_spf, domain, concerns);
    }

    /// <summary>A tree that is known follows from the texts at its names: where none of them changes, it is the same one after the change.</summary>
    private bool DoesTreeChange(SpfRecordTree tree) => !tree.IsWhole || tree.Names.Any(IsChanged);

    /// <summary>True when the texts at the name, or at what it is an alias of, are not the same before and after.</summary>
    public bool IsChanged(DomainName name)
    {
        if (_texts.TryGetValue(name, out bool known))
            return known;
        var question = new DnsQuestion(name, DnsRecordType.Txt);
        return Remember(_texts, name, !Equals(before.Find(question), after.Find(question)));
    }

    private static bool Remember(Dictionary<DomainName, bool> remembered, DomainName name, bool value)
    {
        if (remembered.Count >= MaxRemembered)
            remembered.Clear();
        return remembered[name] = value;
    }
}
