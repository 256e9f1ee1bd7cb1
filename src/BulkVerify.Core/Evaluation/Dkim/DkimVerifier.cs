using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>
/// Judges signatures in the order of RFC 6376 §6.1: <see cref="Resolve"/> until it returns keys, <see cref="Begin"/>, the batch's operations
/// by a <see cref="SignatureBatchVerifier"/>, <see cref="Complete"/>. Immutable, safe for all threads. Also verifies the two signatures of an ARC set (RFC 8617 §4.1).
/// </summary>
/// <param name="options">Policy for keys and algorithms.</param>
/// <param name="cache">Keys of the DNS.</param>
/// <param name="keyring">Keys that stand in for those; null for none.</param>
public sealed class DkimVerifier(DkimVerifierOptions options, KeyCache cache, DkimKeyring? keyring = null)
{
    private readonly DkimKeyResolver _resolver = new(cache, keyring ?? DkimKeyring.Empty);

    public DkimVerifierOptions Options => options;

    /// <summary>The keys that the verdict needs, or null after noting the question in <paramref name="missing"/>.
    /// <see cref="DkimKeySet.NotNeeded"/> when the signature fails by itself.</summary>
    /// <param name="receivedAt">When the message was received, in seconds of the Unix epoch; null when that is not known, and x= is not judged then.</param>
    public DkimKeySet? Resolve(SignatureClaim claim, long? receivedAt, IDnsView view, DnsQuestionSet missing) =>
        CheckClaim(claim, receivedAt) == DkimReason.Verified ? _resolver.Resolve(claim, receivedAt, view, missing) : DkimKeySet.NotNeeded;

    /// <summary>True when the keyring has keys of this name, whenever they were in use.</summary>
    public bool HasKeyringKeys(DomainName? keyName) => keyName is not null && keyring is not null && keyring.Holds(keyName);

    /// <summary>Judges all but the signature itself, and queues the operations for that.</summary>
    public PendingDkimVerdict Begin(SignatureDigest digest, DkimKeySet keys, long? receivedAt, SignatureCheckBatch batch)
    {
        SignatureClaim claim = digest.Claim;
        DkimVerdictFlags flags = FlagsOf(digest, receivedAt);
        // RFC 6376 §6.1.1
        DkimReason reason = CheckClaim(claim, receivedAt);
        if (reason != DkimReason.Verified)
            return PendingDkimVerdict.Decided(new DkimVerdict(reason, 0, KeySource.None, flags));
        // Only rsa-sha1 is left unhashed, when the digest stage was not told that it may pass.
        if (digest.HeaderHash.IsEmpty)
            return PendingDkimVerdict.Decided(new DkimVerdict(DkimReason.RsaSha1, 0, KeySource.None, flags));
        // RFC 6376 §6.1.2
        KeySource publishedFrom = keys.Source == KeySource.None ? KeySource.None : options.AnswersFrom;
        DkimVerdict? refused = keys.Fault == DkimReason.Verified ? null : new DkimVerdict(keys.Fault, 0, publishedFrom, flags);
        int firstCheck = batch.Count;
        // RFC 6376 §6.1.2 step 4: each record is tried. When none suits, the first one's fault counts.
        foreach (DkimKeyRecord record in keys.Records)
        {
            reason = CheckKey(record, claim);
            if (reason == DkimReason.Verified)
                batch.Add(new SignatureCheck(record, digest.HeaderHash, claim.Signature), OutcomeOf(digest, record));
            else
                refused ??= new DkimVerdict(reason, record.Bits, publishedFrom, flags | TestingFlag(record));
        }
        KeyCounts checks = QueueKeyring(digest, keys, new KeyCounts(batch.Count - firstCheck, 0, 0), batch);
        DkimVerdict otherwise = refused ?? new DkimVerdict(DkimReason.KeySyntax, 0, publishedFrom, flags);
        return checks.Total > 0
            ? PendingDkimVerdict.Waiting(otherwise, flags, firstCheck, checks, digest.BodyHashMatches)
            : PendingDkimVerdict.Decided(otherwise);
    }

    /// <summary>The verdict, once the operations of the batch are done.</summary>
    public static DkimVerdict Complete(in PendingDkimVerdict pending, SignatureCheckBatch batch)
    {
        if (pending.IsDecided)
            return pending.Verdict;
        // Any success wins; without one the record that came first in the answer is reported.
        int success = FirstSuccess(pending, batch);
        bool valid = success >= 0;
        // A recovered key that does not verify may be another one of the selector's.
        if (!valid && pending.Checks.Published + pending.Checks.Keyring == 0)
            return pending.Verdict;
        int deciding = valid ? success : pending.FirstCheck;
        DkimKeyRecord record = batch[deciding].Record;
        KeySource source = pending.Checks.SourceAt(deciding - pending.FirstCheck, pending.Verdict.KeySource);
        // RFC 6376 §6.1.3 steps 2 and 3; the signature is judged even when the body differs, so that the report can tell what was changed.
        DkimReason reason = (pending.BodyHashMatches, valid) switch
        {
            (true, true) => source == KeySource.Recovered ? DkimReason.ConsistentWithRecoveredKey : DkimReason.Verified,
            (false, true) => DkimReason.BodyHashMismatch,
            (true, false) => DkimReason.SignatureMismatch,
            _ => DkimReason.BodyAndSignatureMismatch,
        };
        return new DkimVerdict(reason, record.Bits, source, pending.Flags | TestingFlag(record));
    }

    /// <summary>What the signature came to with each key that was tried, once the operations of the batch are done.</summary>
    public static KeyCheck[] ChecksOf(in PendingDkimVerdict pending, SignatureCheckBatch batch)
    {
        if (pending.IsDecided)
            return [];
        var checks = new KeyCheck[pending.Checks.Total];
        for (int i = 0; i < checks.Length; i++)
            checks[i] = new KeyCheck(batch[pending.FirstCheck + i].Key.Hash, batch.IsValid(pending.FirstCheck + i));
        return checks;
    }

    /// <summary>All steps for one signature, for callers that have one: null after noting the question in <paramref name="missing"/>.</summary>
    public DkimVerdict? Verify(SignatureDigest digest, long? receivedAt, IDnsView view, DnsQuestionSet missing)
    {
        if (Resolve(digest.Claim, receivedAt, view, missing) is not { } keys)
            return null;
        var batch = new SignatureCheckBatch();
        PendingDkimVerdict pending = Begin(digest, keys, receivedAt, batch);
        SignatureBatchVerifier.OfThread.Verify(batch);
        return Complete(pending, batch);
    }

    private static int FirstSuccess(in PendingDkimVerdict pending, SignatureCheckBatch batch)
    {
        for (int i = pending.FirstCheck; i < pending.FirstCheck + pending.Checks.Total; i++)
        {
            if (batch.IsValid(i))
                return i;
        }
        return -1;
    }

    /// <summary>Queues the keys of the keyring that suit, in its order: published ones come before recovered ones.</summary>
    private KeyCounts QueueKeyring(SignatureDigest digest, DkimKeySet keys, KeyCounts counts, SignatureCheckBatch batch)
    {
        foreach (KeyringKey key in keys.KeyringKeys)
        {
            if (CheckKey(key.Record, digest.Claim) != DkimReason.Verified)
                continue;
            batch.Add(new SignatureCheck(key.Record, digest.HeaderHash, digest.Claim.Signature), OutcomeOf(digest, key.Record));
            counts = key.Entry.IsRecovered ? counts with { Recovered = counts.Recovered + 1 } : counts with { Keyring = counts.Keyring + 1 };
        }
        return counts;
    }

    /// <summary>What the signature came to with the same key before; null when it was not tried.</summary>
    private static bool? OutcomeOf(SignatureDigest digest, DkimKeyRecord record)
    {
        for (int i = 0; i < digest.KeyChecks.Count; i++)
        {
            if (digest.KeyChecks[i].KeyHash == record.PublicKey!.Hash)
                return digest.KeyChecks[i].IsValid;
        }
        return null;
    }

    private DkimReason CheckClaim(SignatureClaim claim, long? receivedAt)
    {
        if (claim.Syntax != SignatureSyntax.Valid)
            return DkimReasons.Of(claim.Syntax);
        // RFC 8301 §3.1
        if (claim.Algorithm == SignatureAlgorithm.RsaSha1 && !options.AllowRsaSha1)
            return DkimReason.RsaSha1;
        // RFC 6376 §3.5: invalid when the verification time is past x=.
        if (claim.ExpiresAt < receivedAt)
            return DkimReason.Expired;
        return DkimReason.Verified;
    }

    private DkimReason CheckKey(DkimKeyRecord record, SignatureClaim claim)
    {
        // RFC 6376 §6.1.2 step 6
        DkimKeyHashes hash = claim.Algorithm == SignatureAlgorithm.RsaSha1 ? DkimKeyHashes.Sha1 : DkimKeyHashes.Sha256;
        if ((record.Hashes & hash) == 0)
            return DkimReason.KeyHashNotAllowed;
        // RFC 6376 §6.1.2 step 7
        if (record.IsRevoked)
            return DkimReason.KeyRevoked;
        // RFC 6376 §6.1.2 step 8
        DkimKeyType type = claim.Algorithm == SignatureAlgorithm.Ed25519Sha256 ? DkimKeyType.Ed25519 : DkimKeyType.Rsa;
        if (record.KeyType != type)
            return DkimReason.KeyTypeMismatch;
        // RFC 6376 §3.6.1
        if (!record.IsForEmail)
            return DkimReason.KeyServiceNotEmail;
        if (record.DemandsExactIdentity && claim.IdentityDomain != claim.Domain)
            return DkimReason.IdentityNotExact;
        return CheckSize(record.PublicKey!);
    }

    private DkimReason CheckSize(DkimPublicKey key)
    {
        if (key.Type != DkimKeyType.Rsa)
            return DkimReason.Verified;
        // RFC 8301 §3.2
        if (key.Bits < (options.AllowShortKeys ? DkimVerifierOptions.MinLegacyRsaBits : DkimVerifierOptions.MinRsaBits))
            return DkimReason.KeyTooWeak;
        return key.IsTooLarge ? DkimReason.KeyTooLarge : DkimReason.Verified;
    }

    private DkimVerdictFlags FlagsOf(SignatureDigest digest, long? receivedAt)
    {
        SignatureClaim claim = digest.Claim;
        DkimVerdictFlags flags = DkimVerdictFlags.None;
        if (digest.UnsignedBodyBytes > 0)
            flags |= DkimVerdictFlags.UnsignedContent;
        if (claim.ExpiresAt < options.NowUnixSeconds && !(claim.ExpiresAt < receivedAt))
            flags |= DkimVerdictFlags.ExpiredNow;
        if (claim.SignedAt > receivedAt)
            flags |= DkimVerdictFlags.SignedInFuture;
        if (claim.LeavesDuplicatesUnsigned)
            flags |= DkimVerdictFlags.DuplicatesUnsigned;
        return flags;
    }

    private static DkimVerdictFlags TestingFlag(DkimKeyRecord record) => record.IsTesting ? DkimVerdictFlags.Testing : DkimVerdictFlags.None;
}
