namespace BulkVerify.Claims;

/// <summary>Collects the signature fields of a message. One per worker: not thread-safe.</summary>
public sealed class SignatureClaimReader(NameTable names, int maxSignatures = SignatureClaimReader.DefaultMaxSignatures)
{
    /// <summary>DKIM signatures of one message that are verified.</summary>
    public const int DefaultMaxSignatures = 32;

    /// <summary>Signatures over the limit that are listed; more are as if they were not there.</summary>
    private const int MaxListed = 64;

    private readonly SignatureClaimParser _parser = new(names);

    public SignatureClaims Read(ReadOnlySpan<byte> message, HeaderTable headers)
    {
        List<SignatureClaim>? dkim = null;
        SortedList<int, ArcSetClaim>? sets = null;
        ArcStructure structure = ArcStructure.Complete;
        ReadOnlySpan<HeaderField> fields = headers.Fields;
        for (int i = 0; i < fields.Length; i++)
        {
            switch (fields[i].Id)
            {
                case HeaderId.DkimSignature when (dkim?.Count ?? 0) < maxSignatures:
                    (dkim ??= new List<SignatureClaim>(2)).Add(_parser.Parse(SignatureKind.Dkim, message, fields[i], i));
                    break;
                case HeaderId.DkimSignature when dkim!.Count < MaxListed:
                    dkim.Add(new SignatureClaim { FieldIndex = i, Syntax = SignatureSyntax.OverLimit });
                    break;
                case HeaderId.ArcSeal or HeaderId.ArcMessageSignature or HeaderId.ArcAuthenticationResults:
                    structure = Worse(structure, AddArc(sets ??= [], message, fields[i], i));
                    break;
            }
        }
        if (dkim is null && sets is null)
            return SignatureClaims.None;
        return new SignatureClaims(dkim is null ? [] : dkim, sets?.Values.ToArray(), sets is null ? structure : Worse(structure, CheckComplete(sets)));
    }

    private ArcStructure AddArc(SortedList<int, ArcSetClaim> sets, ReadOnlySpan<byte> message, in HeaderField field, int index)
    {
        if (field.Id == HeaderId.ArcAuthenticationResults)
        {
            if (!ArcInstance.TryParseResults(message[field.ValueStart..field.End], out int instance))
                return ArcStructure.BadInstance;
            ArcSetClaim set = SetOf(sets, instance);
            bool repeated = set.ResultsFieldIndex >= 0;
            set.ResultsFieldIndex = repeated ? set.ResultsFieldIndex : index;
            return repeated ? ArcStructure.RepeatedField : ArcStructure.Complete;
        }
        SignatureKind kind = field.Id == HeaderId.ArcSeal ? SignatureKind.ArcSeal : SignatureKind.ArcMessage;
        SignatureClaim claim = _parser.Parse(kind, message, field, index);
        if (claim.ArcInstance == 0)
            return ArcStructure.BadInstance;
        return Place(SetOf(sets, claim.ArcInstance), claim) ? ArcStructure.Complete : ArcStructure.RepeatedField;
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

    /// <summary>RFC 8617 §5.2 step 3 A and B: instances 1 to N, each with its three fields.</summary>
    private static ArcStructure CheckComplete(SortedList<int, ArcSetClaim> sets)
    {
        if (sets.Count == 0 || sets.Keys[^1] != sets.Count)
            return ArcStructure.IncompleteSet;
        foreach (ArcSetClaim set in sets.Values)
        {
            if (set.ResultsFieldIndex < 0 || set.MessageSignature is null || set.Seal is null)
                return ArcStructure.IncompleteSet;
        }
        return ArcStructure.Complete;
    }

    private static ArcSetClaim SetOf(SortedList<int, ArcSetClaim> sets, int instance)
    {
        if (!sets.TryGetValue(instance, out ArcSetClaim? set))
            sets.Add(instance, set = new ArcSetClaim { Instance = instance });
        return set;
    }

    /// <summary>The fault that comes first in the order of RFC 8617 §5.2.</summary>
    private static ArcStructure Worse(ArcStructure one, ArcStructure other) =>
        one == ArcStructure.Complete ? other : other == ArcStructure.Complete ? one : (ArcStructure)Math.Min((int)one, (int)other);
}
