using BulkVerify.Forge.Output;
using BulkVerify.Forge.Planning;
using BulkVerify.Forge.Signing;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Worlds;

namespace BulkVerify.Forge.Messages;

/// <summary>Makes one message after the other, each with its truth.</summary>
internal sealed class MessageForge
{
    private readonly ForgeOptions _options;
    private readonly World _world;
    private readonly SenderResolver _senders;
    private readonly OriginWriter _origin;
    private readonly DkimSigner _signer;
    private readonly Intermediary _intermediary;
    private readonly DmarcJudge _judge;

    public MessageForge(ForgeOptions options, World world, KeyPublisher keys)
    {
        _options = options;
        _world = world;
        _senders = new SenderResolver(world, options);
        _origin = new OriginWriter(options);
        _signer = new DkimSigner(keys);
        _intermediary = new Intermediary(world, _signer, new ArcSealer(keys, _signer));
        _judge = new DmarcJudge(world);
    }

    /// <summary>Fills the draft. The truth lacks only the place of storage.</summary>
    public MessageTruth Forge(Draft draft, MessagePlan plan, ArchiveFormat format, ForgeRandom random)
    {
        draft.Clear();
        Sender sender = _senders.Resolve(plan, random);
        string recipient = random.Pick(Words.GivenNames).ToLowerInvariant() + "@inbox.test";
        string messageId = _origin.Write(draft, plan, sender, recipient, format, random);
        if (plan.NeverReceived)
            draft.Prepend("X-Mozilla-Status", "0001");
        Send(draft, plan, sender, recipient, random);
        ArcTruth arc = ArcTruth.NoSets;
        Envelope envelope = sender.Envelope;
        if (plan.Indirect != IndirectKind.None)
            (arc, envelope) = _intermediary.Pass(draft, plan, envelope, random);
        MessageTruth truth = Judge(draft, plan, sender, envelope, arc, messageId);
        if (envelope.Client is not null)
            TraceWriter.WriteDelivery(draft, envelope, recipient, truth.Spf, truth.Dmarc, truth.AuthorDomain, plan.Time, _options.Profile, random);
        return truth;
    }

    private void Send(Draft draft, MessagePlan plan, Sender sender, string recipient, ForgeRandom random)
    {
        if (sender.VendorHop is { } hop && sender.Envelope.Client is { } relay)
        {
            TraceWriter.WriteOrigin(draft, hop, plan.Time - 30, random);
            TraceWriter.WriteHop(draft, hop, relay.Name, plan.Setup == Setup.OpenRelay ? recipient : "gateway@" + plan.Company.Base, plan.Time - 5, random);
        }
        foreach (SignatureRequest request in sender.Signatures)
            _signer.Sign(draft, request, plan.Time);
        if (sender.VendorHop is null && sender.Envelope.Client is { } client && _options.Profile != ForgeProfile.Small)
            TraceWriter.WriteOrigin(draft, client, plan.Time, random);
        Alterer.Alter(draft, plan.Defect.Alteration);
        if (plan.Defect.Signature == SignatureFault.AppendedText)
            Alterer.AppendText(draft, "Buy now at the shop that nobody signed for.");
    }

    private MessageTruth Judge(Draft draft, MessagePlan plan, Sender sender, Envelope envelope, ArcTruth arc, string messageId)
    {
        SpfTruth spf = _world.SpfOf(envelope);
        (string author, DmarcTruth dmarc) = _judge.Judge(sender, plan.Defect.Author, treeWalk: true, envelope, spf, draft.Signatures);
        return new MessageTruth
        {
            Stored = default,
            Plan = plan,
            MessageId = messageId,
            Class = plan.NeverReceived ? MessageClass.Never : plan.Indirect != IndirectKind.None ? MessageClass.Indirect : MessageClass.Received,
            AuthorDomain = author,
            Envelope = envelope,
            Spf = spf,
            Signatures = [.. draft.Signatures],
            Arc = arc,
            Dmarc = dmarc,
            Dmarc7489 = _judge.Judge(sender, plan.Defect.Author, treeWalk: false, envelope, spf, draft.Signatures).Truth,
        };
    }
}
