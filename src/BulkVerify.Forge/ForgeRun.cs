using BulkVerify.Forge.Messages;
using BulkVerify.Forge.Output;
using BulkVerify.Forge.Planning;
using BulkVerify.Forge.Truths;

namespace BulkVerify.Forge;

/// <summary>The state from message to message of one run.</summary>
internal sealed class ForgeRun(ForgeOptions options, Planner planner, MessageForge forge, ArchiveSet archives, TruthWriter truths)
{
    /// <summary>Streams of random numbers below this one belong to the world.</summary>
    private const ulong FirstMessageStream = 1 << 20;

    private Draft _draft = new();
    private Draft _kept = new();
    private MessageTruth? _keptTruth;

    public long Bytes { get; private set; }

    public int Signatures { get; private set; }

    public void Next(int index)
    {
        ForgeRandom random = RandomOf(index);
        if (_keptTruth is { } kept && random.Chance(options.DuplicateShare))
        {
            Store(_kept, kept with { Class = MessageClass.Duplicate }, archives.For(kept.Plan.Topic, random));
            _keptTruth = null;
            return;
        }
        MessagePlan plan = planner.Next(index, random);
        ArchiveSink sink = archives.For(plan.Topic, random);
        MessageTruth truth = forge.Forge(_draft, plan, sink.Archive.Format, random);
        if (IsRepaired(truth))
            truth = forge.Forge(_draft, plan with { Defect = Defect.Sound }, sink.Archive.Format, RandomOf(index));
        Store(_draft, truth, sink);
        // Where From lines stand, archives of another format may not be able to hold the same message.
        ReadOnlySpan<byte> body = _draft.Body.Span;
        if (truth.Class != MessageClass.Received || body.Length > options.MedianSize * 2 || body.IndexOf("From "u8) >= 0)
            return;
        (_draft, _kept) = (_kept, _draft);
        _keptTruth = truth;
    }

    /// <summary>Each message has its own numbers, so that a change in one does not change the others.</summary>
    private ForgeRandom RandomOf(int index) => new(options.Seed, FirstMessageStream + (ulong)index);

    private bool IsRepaired(MessageTruth truth) => options.Repaired.Any(r =>
        r.AuthorDomain == truth.Plan.Company.Author && r.Vendor == (truth.Plan.Vendor?.Vendor.Id ?? "") && truth.Reasons().Any(r.Reasons.Contains));

    private void Store(Draft draft, MessageTruth truth, ArchiveSink sink)
    {
        StoredMessage stored = sink.Write(draft, truth.Envelope.MailFrom, truth.Plan.Time);
        truths.Write(truth with { Stored = stored });
        Bytes += stored.Length;
        Signatures += truth.Signatures.Count;
    }
}
