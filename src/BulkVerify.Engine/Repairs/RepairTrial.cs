using BulkVerify.Archives;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Digests.Repairs;
using BulkVerify.Dns;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Repairs;

/// <summary>Tries the repairs on one message: bodies until a hash matches that did not, then headers until that signature verifies. Diagnosis only: nothing of it is a pass. Not thread-safe.</summary>
internal sealed class RepairTrial(EvaluationContext context, DigestOptions digests, IDnsView dns)
{
    private readonly MessageDigester _digester = new(digests with { FingerprintBodies = false });
    private readonly SignatureClaimReader _claims = new(new NameTable());
    private readonly HeaderTable _headers = new();

    /// <summary>What helps; null when nothing does.</summary>
    /// <param name="stored">The message as the archive holds it.</param>
    /// <param name="altered">What its row says of it.</param>
    public RepairOutcome? Try(ReadOnlySpan<byte> stored, AlteredMessage altered)
    {
        byte[] asStored = stored.ToArray();
        MboxReading reading = MboxReadings.Parse(altered.MboxReading);
        byte[] message = reading.RemovesQuoting() ? WithoutQuoting(asStored, reading) : asStored;
        RepairOutcome? matched = null;
        foreach (RepairedMessage body in BodyRepairs.Of(message, reading.RemovesQuoting() ? asStored : null))
        {
            int[] mended = [.. Mended(Digest(body), altered)];
            if (mended.Length == 0)
                continue;
            if (Verify(HeaderRepairs.Of(body), mended, mended, altered) is { } verified)
                return verified;
            matched ??= new RepairOutcome(body.Name, mended, []);
        }
        int[] intact = [.. Enumerable.Range(0, altered.Signatures.Count).Where(i => altered.Signatures[i].IsHeaderAltered)];
        return matched ?? (intact.Length == 0 ? null : Verify(HeaderRepairs.Of(new RepairedMessage([], message)).Skip(1), intact, [], altered));
    }

    /// <summary>Signatures whose body hash missed and matches now.</summary>
    private static IEnumerable<int> Mended(IReadOnlyList<SignatureDigest> signatures, AlteredMessage altered)
    {
        for (int i = 0; i < Math.Min(signatures.Count, altered.Signatures.Count); i++)
        {
            if (altered.Signatures[i].BodyHash != "match" && !signatures[i].ComputedBodyHash.IsEmpty && signatures[i].BodyHashMatches)
                yield return i;
        }
    }

    private RepairOutcome? Verify(IEnumerable<RepairedMessage> candidates, int[] indexes, int[] mended, AlteredMessage altered)
    {
        foreach (RepairedMessage candidate in candidates)
        {
            IReadOnlyList<SignatureDigest> signatures = Digest(candidate);
            int[] verified = [.. indexes.Where(i => i < signatures.Count && IsVerified(signatures[i], altered.ReceivedAt))];
            if (verified.Length > 0)
                return new RepairOutcome(candidate.Name, mended, verified);
        }
        return null;
    }

    private bool IsVerified(SignatureDigest signature, long? receivedAt) =>
        context.Dkim.Verify(signature, receivedAt, dns, new DnsQuestionSet()) is { Reason: DkimReason.Verified };

    private IReadOnlyList<SignatureDigest> Digest(RepairedMessage message)
    {
        if (!HeaderScanner.Scan(message.Message, _headers))
            return [];
        return _digester.Digest(message.Message, _headers, _claims.Read(message.Message, _headers), MboxVariant.None, hasQuotedFrom: false).Dkim;
    }

    private byte[] WithoutQuoting(byte[] stored, MboxReading reading)
    {
        HeaderScanner.Scan(stored, _headers);
        int start = _headers.BodyStart;
        byte[] copy = new byte[stored.Length];
        stored.AsSpan(0, start).CopyTo(copy);
        int length = reading.Unquote(stored.AsSpan(start), copy.AsSpan(start));
        return copy[..(start + length)];
    }
}
