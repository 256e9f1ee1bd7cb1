using BulkVerify.Batches;
using BulkVerify.Digests;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Stages;

/// <summary>
/// The CPU work of the stages as plain methods, a batch at a time: the reference runner calls them in a loop, the actors one each. Holds scratch memory,
/// so one per worker; not thread-safe. An error of the program costs the message that meets it, which becomes a fault with its place.
/// </summary>
internal sealed class BatchStages
{
    private readonly StageContext _context;
    private readonly MessageDigestReader _digests;
    private readonly RowBuilder _rows;
    private readonly MessageEvaluator _evaluator;
    private readonly MessageEvaluator _lastEvaluator;
    private readonly SignatureCheckBatch _checks = new();
    private readonly SignatureBatchVerifier _verifier = new();

    public BatchStages(StageContext context)
    {
        _context = context;
        _digests = new MessageDigestReader(context.Envelope, context.Digests, context.Senders.Catalog.Fingerprints);
        _rows = new RowBuilder(context.Evaluation, context.Senders);
        _evaluator = context.MakeEvaluator();
        _lastEvaluator = context.MakeLastEvaluator();
    }

    /// <summary>Claims and digests of every message; gives the slab back.</summary>
    public BatchInFlight Digest(MessageBatch batch)
    {
        try
        {
            return DigestEach(batch);
        }
        catch (Exception e) when (ProgramFault.IsBug(e))
        {
            return BatchInFlight.Undigested(batch, e);
        }
    }

    private BatchInFlight DigestEach(MessageBatch batch)
    {
        using (batch)
        {
            BatchRecords records = _context.Records.Rent();
            var messages = new List<MessageEvaluation>(batch.Messages.Count);
            List<Fault> faults = [.. batch.Faults];
            long notSampled = 0, outsidePeriod = 0;
            foreach (MessageExtent extent in batch.Messages)
            {
                if (!_context.Choice.IsSampled(extent.Locator))
                {
                    notSampled++;
                    continue;
                }
                MessageEvaluation message = records.NextMessage();
                if (TryDigest(batch, extent, message, faults, ref outsidePeriod))
                    messages.Add(message);
                else
                    records.TakeBack(message);
            }
            return new BatchInFlight
            {
                Messages = messages,
                Records = records,
                Faults = faults,
                FramedMessages = batch.Messages.Count + batch.RefusedMessages,
                FaultedMessages = batch.Messages.Count - messages.Count - notSampled - outsidePeriod + batch.RefusedMessages,
                NotSampled = notSampled,
                OutsidePeriod = outsidePeriod,
                FramedBytes = batch.FramedBytes,
                SkippedMembers = batch.SkippedMembers,
            };
        }
    }

    /// <summary>Finds keys and SPF verdicts; what is missing is in the batch.</summary>
    public BatchInFlight Prepare(BatchInFlight batch)
    {
        batch.Missing.Clear();
        MessageEvaluator evaluator = EvaluatorOf(batch.Rounds);
        batch.Each(StageKind.Prepare, message =>
        {
            _context.Probe?.Invoke(StageKind.Prepare, message.Digest.Locator);
            evaluator.Prepare(message, batch.Missing);
        });
        _context.CountLookups(evaluator.TakeLookups());
        return batch;
    }

    /// <summary>Verifies the signatures of the batch together.</summary>
    public BatchInFlight Verify(BatchInFlight batch)
    {
        try
        {
            Verify(batch.Messages, batch.Rounds);
        }
        catch (Exception e) when (ProgramFault.IsBug(e))
        {
            // One of them is to blame: alone each meets its own error.
            batch.Each(StageKind.Verify, message => Verify([message], batch.Rounds));
        }
        batch.Rounds = 0;
        return batch;
    }

    /// <summary>Judges DMARC; when nothing is missing any more the rows are made.</summary>
    public BatchInFlight Judge(BatchInFlight batch)
    {
        batch.Missing.Clear();
        bool complete = true;
        MessageEvaluator evaluator = EvaluatorOf(batch.Rounds);
        batch.Each(StageKind.Judge, message =>
        {
            _context.Probe?.Invoke(StageKind.Judge, message.Digest.Locator);
            complete &= message.IsComplete || evaluator.Judge(message, batch.Missing);
        });
        _context.CountLookups(evaluator.TakeLookups());
        if (!complete)
            return batch;
        var rows = new List<MessageRow>(batch.Messages.Count);
        batch.Each(StageKind.Judge, message => rows.Add(RowOf(message, batch.Records)));
        batch.Rows = rows;
        if (_context.KeepsTemporary)
            batch.Temporary = [.. batch.Messages.Where(m => m.MetTemporaryError).Select(m => m.Digest)];
        return batch;
    }

    private MessageEvaluator EvaluatorOf(int round) => round < StageContext.MaxRounds ? _evaluator : _lastEvaluator;

    private void Verify(IReadOnlyList<MessageEvaluation> messages, int round)
    {
        _checks.Clear();
        MessageEvaluator evaluator = EvaluatorOf(round);
        foreach (MessageEvaluation message in messages)
        {
            _context.Probe?.Invoke(StageKind.Verify, message.Digest.Locator);
            evaluator.Queue(message, _checks);
        }
        _verifier.Verify(_checks);
        foreach (MessageEvaluation message in messages)
        {
            MessageEvaluator.Complete(message, _checks);
            if (_context.KeepDigests)
                MessageEvaluator.KeepChecks(message, _checks);
        }
    }

    private MessageRow RowOf(MessageEvaluation message, BatchRecords? records)
    {
        MessageRow row = records?.NextRow() ?? new MessageRow();
        _rows.Build(message, row);
        return row;
    }

    /// <summary>False for a message that became a fault, or is of another time.</summary>
    private bool TryDigest(MessageBatch batch, in MessageExtent extent, MessageEvaluation message, List<Fault> faults, ref long outsidePeriod)
    {
        MessageDigest digest = message.Digest;
        try
        {
            _context.Probe?.Invoke(StageKind.Digest, extent.Locator);
            if (!_digests.ReadClaims(batch, extent, digest))
            {
                faults.Add(new Fault(FaultKind.HeaderTooLarge, extent.Archive, extent.ArchiveOffset, MessageDigestReader.TooManyFields));
                return false;
            }
            if (!_context.Choice.IsInPeriod(digest.Claims.Envelope.ReceivedAt ?? digest.Claims.Date))
            {
                outsidePeriod++;
                return false;
            }
            _digests.ReadDigest(batch, extent, digest);
            message.Begin();
            return true;
        }
        catch (Exception e) when (ProgramFault.IsBug(e))
        {
            faults.Add(ProgramFault.Of(extent.Locator, StageKind.Digest, e));
            return false;
        }
    }
}
