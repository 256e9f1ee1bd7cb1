using BulkVerify.Batches;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Stages;

/// <summary>
/// The CPU work of the stages as plain methods, a batch at a time: the reference runner calls them in a loop, the actors one each. Holds scratch memory,
/// so one per worker; not thread-safe. An unexpected exception costs its message, which becomes a fault with its place.
/// </summary>
internal sealed class BatchStages
{
    private readonly StageContext _context;
    private readonly HeaderTable _headers = new();
    private readonly NameTable _names = new();
    private readonly ClaimsReader _claims;
    private readonly VendorMarkReader _marks;
    private readonly MessageDigester _digester;
    private readonly RowBuilder _rows;
    private readonly SignatureCheckBatch _checks = new();
    private readonly SignatureBatchVerifier _verifier = new();

    public BatchStages(StageContext context)
    {
        _context = context;
        _claims = new ClaimsReader(context.Envelope, _names);
        _digester = new MessageDigester(context.Digests);
        _marks = new VendorMarkReader(context.Senders.Catalog.Fingerprints, _names);
        _rows = new RowBuilder(context.Evaluation, context.Senders);
    }

    /// <summary>Claims and digests of every message; gives the slab back.</summary>
    public BatchInFlight Digest(MessageBatch batch)
    {
        using (batch)
        {
            var messages = new List<MessageEvaluation>(batch.Messages.Count);
            List<Fault> faults = [.. batch.Faults];
            foreach (MessageExtent extent in batch.Messages)
            {
                if (Digest(batch, extent, faults) is { } digest)
                    messages.Add(new MessageEvaluation(digest));
            }
            return new BatchInFlight
            {
                Messages = messages,
                Faults = faults,
                FramedMessages = batch.Messages.Count + batch.RefusedMessages,
                FramedBytes = batch.FramedBytes,
                SkippedMembers = batch.SkippedMembers,
            };
        }
    }

    /// <summary>Finds keys and SPF verdicts; what is missing is in the batch.</summary>
    public BatchInFlight Prepare(BatchInFlight batch)
    {
        batch.Missing.Clear();
        foreach (MessageEvaluation message in batch.Messages)
            _context.Evaluator(batch.Rounds).Prepare(message, batch.Missing);
        return batch;
    }

    /// <summary>Verifies the signatures of the batch together.</summary>
    public BatchInFlight Verify(BatchInFlight batch)
    {
        _checks.Clear();
        foreach (MessageEvaluation message in batch.Messages)
            _context.Evaluator(batch.Rounds).Queue(message, _checks);
        _verifier.Verify(_checks);
        foreach (MessageEvaluation message in batch.Messages)
            MessageEvaluator.Complete(message, _checks);
        batch.Rounds = 0;
        return batch;
    }

    /// <summary>Judges DMARC; when nothing is missing any more the rows are made.</summary>
    public BatchInFlight Judge(BatchInFlight batch)
    {
        batch.Missing.Clear();
        bool complete = true;
        foreach (MessageEvaluation message in batch.Messages)
            complete &= message.IsComplete || _context.Evaluator(batch.Rounds).Judge(message, batch.Missing);
        if (complete)
            batch.Rows = [.. batch.Messages.Select(_rows.Build)];
        return batch;
    }

    private MessageDigest? Digest(MessageBatch batch, in MessageExtent extent, List<Fault> faults)
    {
        try
        {
            ReadOnlySpan<byte> message = batch.BytesOf(extent);
            if (!HeaderScanner.Scan(message, _headers))
            {
                faults.Add(new Fault(FaultKind.HeaderTooLarge, extent.Archive, extent.ArchiveOffset, "has more header fields than are read; counted as refused."));
                return null;
            }
            var claims = new MessageClaims();
            _claims.Read(message, batch.SeparatorOf(extent), _headers, claims);
            SignatureDigests signatures = _digester.Digest(message, _headers, claims.Signatures, batch.Variant, extent.HasQuotedFrom);
            return new MessageDigest
            {
                Locator = extent.Locator,
                Length = extent.Length,
                Claims = claims,
                Marks = _marks.Read(message, _headers, TrustBoundary(claims.Envelope)),
                Signatures = signatures,
                Fingerprint = Fingerprint.Of(claims.MessageId, signatures.BodyFingerprint),
            };
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            faults.Add(new Fault(FaultKind.Internal, extent.Archive, extent.ArchiveOffset, $"could not be read because of an error of the program ({e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")})."));
            return null;
        }
    }

    /// <summary>Index of the first field that the sending side wrote: the one after the Received field at the trust boundary.</summary>
    internal static int TrustBoundary(EnvelopeFacts envelope) =>
        envelope.BoundaryHop >= 0 && envelope.BoundaryHop < envelope.Hops.Count ? envelope.Hops[envelope.BoundaryHop].FieldIndex + 1 : int.MaxValue;
}
