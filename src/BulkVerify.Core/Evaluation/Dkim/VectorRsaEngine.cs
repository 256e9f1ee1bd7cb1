namespace BulkVerify.Evaluation.Dkim;

/// <summary>
/// Verifies RSA signatures side by side, those of moduli with equally many digits together. Whatever it does not find good is asked of the platform before it is
/// called bad, so that a fault here could only cost time. Not thread-safe.
/// </summary>
internal abstract class VectorRsaEngine : IRsaEngine
{
    private readonly int _lanes, _least, _maxCount;
    private readonly int[] _waiting, _fill;
    private readonly IRsaEngine _remainder;

    /// <param name="lanes">Signatures at a time.</param>
    /// <param name="least">Fewest signatures for which all lanes are worth their time.</param>
    /// <param name="remainder">Does fewer than that.</param>
    /// <param name="maxCount">Most digits of a modulus.</param>
    protected VectorRsaEngine(int lanes, int least, IRsaEngine remainder, int maxCount)
    {
        (_lanes, _least, _remainder, _maxCount) = (lanes, least, remainder, maxCount);
        _waiting = new int[(maxCount + 1) * lanes];
        _fill = new int[maxCount + 1];
    }

    public void Verify(ReadOnlySpan<SignatureCheck> checks, Span<bool> outcomes)
    {
        Array.Clear(_fill);
        for (int i = 0; i < checks.Length; i++)
        {
            DkimPublicKey key = checks[i].Key;
            if (key.Type != DkimKeyType.Rsa)
                continue;
            if (!Suits(checks[i]))
            {
                outcomes[i] = PlatformRsaEngine.Verify(checks[i]);
                continue;
            }
            int count = CountFor(key.Bits);
            Span<int> waiting = _waiting.AsSpan(count * _lanes, _lanes);
            waiting[_fill[count]++] = i;
            if (_fill[count] < _lanes)
                continue;
            _fill[count] = 0;
            VerifyTogether(checks, waiting, outcomes);
        }
        for (int count = 0; count <= _maxCount; count++)
            VerifyGroup(checks, _waiting.AsSpan(count * _lanes, _fill[count]), outcomes);
    }

    public void VerifyGroup(ReadOnlySpan<SignatureCheck> checks, ReadOnlySpan<int> group, Span<bool> outcomes)
    {
        if (!group.IsEmpty && !Suits(checks[group[0]]))
        {
            PlatformRsaEngine.Instance.VerifyGroup(checks, group, outcomes);
            return;
        }
        while (group.Length >= _least)
        {
            int count = Math.Min(group.Length, _lanes);
            VerifyTogether(checks, group[..count], outcomes);
            group = group[count..];
        }
        if (!group.IsEmpty)
            _remainder.VerifyGroup(checks, group, outcomes);
    }

    /// <summary>Digits for a modulus of so many bits.</summary>
    protected abstract int CountFor(int bits);

    /// <summary>Puts the key and the signature of a check into a lane.</summary>
    protected abstract void Load(in SignatureCheck check, int lane, int count);

    /// <summary>Raises the signatures of all lanes to the power of 65537, modulo their moduli.</summary>
    protected abstract void Power(int count);

    /// <summary>True when the power in the lane is the one block that a good signature of the check opens to.</summary>
    protected abstract bool IsExpected(in SignatureCheck check, int lane, int count);

    // RFC 8017 §5.2.2 step 1 and §8.2.2 step 1; the platform refuses the others.
    private bool Suits(in SignatureCheck check) =>
        check.Key.SuitsVectors
        && CountFor(check.Key.Bits) <= _maxCount
        && Pkcs1Encoding.KnowsHashOf(check.Hash.Length)
        && check.Signature.Length == check.Key.Material.Length
        && check.Signature.Span.SequenceCompareTo(check.Key.Material.Span) < 0;

    private void VerifyTogether(ReadOnlySpan<SignatureCheck> checks, ReadOnlySpan<int> group, Span<bool> outcomes)
    {
        int count = CountFor(checks[group[0]].Key.Bits);
        // Lanes without a signature repeat the first one.
        for (int lane = 0; lane < _lanes; lane++)
            Load(checks[group[lane < group.Length ? lane : 0]], lane, count);
        Power(count);
        for (int lane = 0; lane < group.Length; lane++)
        {
            ref readonly SignatureCheck check = ref checks[group[lane]];
            outcomes[group[lane]] = IsExpected(check, lane, count) || PlatformRsaEngine.Verify(check);
        }
    }
}
