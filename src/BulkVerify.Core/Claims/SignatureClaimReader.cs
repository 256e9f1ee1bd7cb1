namespace BulkVerify.Claims;

/// <summary>Collects the signature fields of a message. One per worker: not thread-safe.</summary>
public sealed class SignatureClaimReader(NameTable names, int maxSignatures = SignatureClaimReader.DefaultMaxSignatures)
{
    /// <summary>DKIM signatures of one message that are verified.</summary>
    public const int DefaultMaxSignatures = 32;

    /// <summary>Signatures over the limit that are listed; more are as if they were not there.</summary>
    private const int MaxListed = 64;

    /// <summary>ARC fields of one message that are parsed; more cannot make 50 sets.</summary>
    private const int MaxArcFields = 3 * ArcInstance.Max;

    private readonly SignatureClaimParser _parser = new(names);
    private readonly ArcSetClaim?[] _sets = new ArcSetClaim?[ArcInstance.Max + 1];

    public SignatureClaims Read(ReadOnlySpan<byte> message, HeaderTable headers)
    {
        var claims = new SignatureClaims();
        Read(message, headers, claims);
        return claims;
    }

    /// <param name="message">The message's bytes, needed only during the call.</param>
    /// <param name="headers">Its fields.</param>
    /// <param name="claims">Cleared and filled.</param>
    public void Read(ReadOnlySpan<byte> message, HeaderTable headers, SignatureClaims claims)
    {
        claims.Clear();
        ReusedList<SignatureClaim> dkim = claims.Dkim;
        Array.Clear(_sets);
        ArcStructure structure = ArcStructure.Complete;
        int arcFields = 0;
        ReadOnlySpan<HeaderField> fields = headers.Fields;
        for (int i = 0; i < fields.Length; i++)
        {
            switch (fields[i].Id)
            {
                case HeaderId.DkimSignature when dkim.Count < maxSignatures:
                    _parser.Parse(SignatureKind.Dkim, message, fields[i], i, dkim.AddNew());
                    break;
                case HeaderId.DkimSignature when dkim.Count < MaxListed:
                    SignatureClaim over = dkim.AddNew();
                    (over.FieldIndex, over.Syntax) = (i, SignatureSyntax.OverLimit);
                    break;
                case HeaderId.ArcSeal or HeaderId.ArcMessageSignature or HeaderId.ArcAuthenticationResults:
                    structure = Worse(structure, ++arcFields > MaxArcFields ? ArcStructure.TooManySets : AddArc(message, fields[i], i, claims));
                    break;
            }
        }
        if (arcFields > 0)
            claims.SetArc(SetsFound(), Worse(structure, CheckComplete()));
    }

    private ArcStructure AddArc(ReadOnlySpan<byte> message, in HeaderField field, int index, SignatureClaims claims)
    {
        if (field.Id == HeaderId.ArcAuthenticationResults)
        {
            ArcStructure fault = TrySetOf(ArcInstance.ParseResults(message[field.ValueStart..field.End]), out ArcSetClaim? owner);
            if (owner is null)
                return fault;
            bool repeated = owner.ResultsFieldIndex >= 0;
            owner.ResultsFieldIndex = repeated ? owner.ResultsFieldIndex : index;
            return repeated ? ArcStructure.RepeatedField : ArcStructure.Complete;
        }
        SignatureKind kind = field.Id == HeaderId.ArcSeal ? SignatureKind.ArcSeal : SignatureKind.ArcMessage;
        SignatureClaim claim = claims.AddOfArc();
        _parser.Parse(kind, message, field, index, claim);
        ArcStructure found = TrySetOf(claim.ArcInstance, out ArcSetClaim? set);
        return set is null ? found : Place(set, claim) ? ArcStructure.Complete : ArcStructure.RepeatedField;
    }

    private static bool Place(ArcSetClaim set, SignatureClaim claim)
    {
        if (claim.Kind == SignatureKind.ArcSeal)
        {
            if (set.Seal is not null)
                return false;
            set.Seal = claim;
            return true;
        }
        if (set.MessageSignature is not null)
            return false;
        set.MessageSignature = claim;
        return true;
    }

    private ArcStructure TrySetOf(int instance, out ArcSetClaim? set)
    {
        set = null;
        if (instance is 0)
            return ArcStructure.BadInstance;
        // RFC 8617 §5.2 step 1
        if (instance > ArcInstance.Max)
            return ArcStructure.TooManySets;
        set = _sets[instance] ??= new ArcSetClaim { Instance = instance };
        return ArcStructure.Complete;
    }

    private ArcSetClaim[] SetsFound()
    {
        int count = 0;
        foreach (ArcSetClaim? set in _sets)
            count += set is null ? 0 : 1;
        var found = new ArcSetClaim[count];
        int next = 0;
        foreach (ArcSetClaim? set in _sets)
        {
            if (set is not null)
                found[next++] = set;
        }
        return found;
    }

    /// <summary>RFC 8617 §5.2 step 3 A and B: instances 1 to N, each with its three fields.</summary>
    private ArcStructure CheckComplete()
    {
        bool ended = false;
        for (int instance = 1; instance < _sets.Length; instance++)
        {
            ArcSetClaim? set = _sets[instance];
            if (set is null)
                ended = true;
            else if (ended || set.ResultsFieldIndex < 0 || set.MessageSignature is null || set.Seal is null)
                return ArcStructure.IncompleteSet;
        }
        return _sets[1] is null ? ArcStructure.IncompleteSet : ArcStructure.Complete;
    }

    /// <summary>The fault that comes first in the order of RFC 8617 §5.2.</summary>
    private static ArcStructure Worse(ArcStructure one, ArcStructure other) =>
        one == ArcStructure.Complete ? other : other == ArcStructure.Complete ? one : (ArcStructure)Math.Min((int)one, (int)other);
}
