using BulkVerify.Evaluation.Arc;
using BulkVerify.Forge.Planning;
using BulkVerify.Forge.Signing;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Worlds;

namespace BulkVerify.Forge.Messages;

/// <summary>Mailing lists and forwarders: receive a message, change it, send it on.</summary>
internal sealed class Intermediary(World world, DkimSigner signer, ArcSealer sealer)
{
    private const string ListDomain = "example-lists.test";
    private const string ForwardDomain = "alumni.test";

    /// <summary>What is to be expected of the ARC fields, and the envelope in which the message arrives.</summary>
    public (ArcTruth Arc, Envelope Envelope) Pass(Draft draft, MessagePlan plan, Envelope before, ForgeRandom random)
    {
        bool forwards = plan.Indirect is IndirectKind.Forward or IndirectKind.ForwardRewritten or IndirectKind.ForwardArc;
        ClientHost host = forwards ? world.ForwardHost : world.ListHost;
        string address = forwards ? "alumna@" + ForwardDomain : "discuss@" + ListDomain;
        TraceWriter.WriteHop(draft, before.Client!, host.Name, address, plan.Time - 20, random);
        if (forwards)
            return Forward(draft, plan, before, host);
        ArcTruth arc = List(draft, plan, host, random);
        if (plan.Indirect != IndirectKind.ListArcForwarded)
            return (arc, new Envelope($"discuss-bounces@{ListDomain}", host.Name, host));
        TraceWriter.WriteHop(draft, host, world.ForwardHost.Name, "alumna@" + ForwardDomain, plan.Time - 8, random);
        sealer.Seal(draft, 2, ArcKey(ForwardDomain, SignatureFault.None), $"{world.ForwardHost.Name}; arc=pass; dkim=pass header.d={ListDomain}", "pass", plan.Time - 8);
        return (arc, new Envelope($"SRS0=x1y2=AB={ListDomain}=discuss-bounces@{ForwardDomain}", world.ForwardHost.Name, world.ForwardHost));
    }

    private (ArcTruth Arc, Envelope Envelope) Forward(Draft draft, MessagePlan plan, Envelope before, ClientHost host)
    {
        string rewritten = $"SRS0=a1b2=XY={before.SpfDomain}=bounces@{ForwardDomain}";
        var envelope = new Envelope(plan.Indirect == IndirectKind.Forward ? before.MailFrom : rewritten, host.Name, host);
        if (plan.Indirect != IndirectKind.ForwardArc)
            return (ArcTruth.NoSets, envelope);
        sealer.Seal(draft, 1, ArcKey(ForwardDomain, SignatureFault.None), $"{host.Name}; spf=pass smtp.mailfrom={before.SpfDomain}", "none", plan.Time - 20);
        return (ArcTruth.Verified, envelope);
    }

    private ArcTruth List(Draft draft, MessagePlan plan, ClientHost host, ForgeRandom random)
    {
        if (plan.Indirect != IndirectKind.ListFooter)
            Alterer.ChangeSubject(draft, static subject => subject.Replace("Subject: ", "Subject: [discuss] ", StringComparison.Ordinal));
        Alterer.AppendText(draft, "_______________________________________________\r\ndiscuss mailing list -- discuss@" + ListDomain);
        draft.Prepend("List-Id", $"Discussion <discuss.{ListDomain}>");
        draft.Prepend("List-Post", $"<mailto:discuss@{ListDomain}>");
        draft.Prepend("Sender", $"discuss-bounces@{ListDomain}");
        long time = plan.Time - 10;
        ArcTruth arc = SealList(draft, plan.Indirect, host, time);
        signer.Sign(draft, new SignatureRequest(ListDomain, "list", SigningAlgorithm.Rsa2048, "relaxed/relaxed", SignatureFault.None, null), time);
        if (plan.Indirect == IndirectKind.ListArcBroken)
            Alterer.AppendText(draft, $"-- \r\nscanned by gateway {random.Next(1, 9)}");
        return arc;
    }

    private ArcTruth SealList(Draft draft, IndirectKind kind, ClientHost host, long time)
    {
        if (kind is IndirectKind.List or IndirectKind.ListFooter)
            return ArcTruth.NoSets;
        SignatureFault fault = kind switch
        {
            IndirectKind.ListArcKeyGone => SignatureFault.MissingKey,
            IndirectKind.ListArcServFail => SignatureFault.KeyServFail,
            _ => SignatureFault.None,
        };
        string results = $"{host.Name};\r\n\tdkim=pass header.d=elsewhere.example; spf=pass smtp.mailfrom=elsewhere.example; dmarc=pass header.from=elsewhere.example";
        string chain = kind switch { IndirectKind.ListArcSealedAsFailed => "fail", IndirectKind.ListArcBadValidation => "pass", _ => "none" };
        sealer.Seal(draft, 1, ArcKey(ListDomain, fault), results, chain, time);
        Damage(draft, kind);
        return TruthOf(kind);
    }

    private static void Damage(Draft draft, IndirectKind kind)
    {
        switch (kind)
        {
            case IndirectKind.ListArcSealBroken:
                draft.Replace(ArcSealer.ResultsField, static field => field.Replace("spf=pass", "spf=fail", StringComparison.Ordinal));
                break;
            case IndirectKind.ListArcIncomplete:
                draft.Remove(ArcSealer.ResultsField);
                break;
            case IndirectKind.ListArcRepeated:
                draft.Prepend(draft.FieldFromBottom(ArcSealer.ResultsField, 0)!);
                break;
            case IndirectKind.ListArcBadInstance:
                draft.Replace(ArcSealer.ResultsField, static field => field.Replace("i=1;", "i=0;", StringComparison.Ordinal));
                break;
            case IndirectKind.ListArcMessageInvalid:
                draft.Replace(ArcSealer.MessageSignatureField, static field => field.Replace("a=rsa-sha256;", "a=rsa-sha512;", StringComparison.Ordinal));
                break;
            case IndirectKind.ListArcSealInvalid:
                draft.Replace(ArcSealer.SealField, static field => field.Replace("a=rsa-sha256;", "a=rsa-sha512;", StringComparison.Ordinal));
                break;
        }
    }

    private static ArcTruth TruthOf(IndirectKind kind) => kind switch
    {
        IndirectKind.ListArcBroken => ArcTruth.Fail(ArcReason.MessageSignatureMismatch),
        IndirectKind.ListArcSealBroken => ArcTruth.Fail(ArcReason.SealMismatch),
        IndirectKind.ListArcSealedAsFailed => ArcTruth.Fail(ArcReason.SealedAsFailed),
        IndirectKind.ListArcBadValidation => ArcTruth.Fail(ArcReason.BadChainValidation),
        IndirectKind.ListArcIncomplete => ArcTruth.Fail(ArcReason.IncompleteSet),
        IndirectKind.ListArcRepeated => ArcTruth.Fail(ArcReason.RepeatedField),
        IndirectKind.ListArcBadInstance => ArcTruth.Fail(ArcReason.BadInstance),
        IndirectKind.ListArcMessageInvalid => ArcTruth.Fail(ArcReason.MessageSignatureInvalid),
        IndirectKind.ListArcSealInvalid => ArcTruth.Fail(ArcReason.SealInvalid),
        IndirectKind.ListArcKeyGone => ArcTruth.Fail(ArcReason.KeyGone),
        IndirectKind.ListArcServFail => ArcTruth.Fail(ArcReason.DnsError),
        _ => ArcTruth.Verified,
    };

    private static SignatureRequest ArcKey(string domain, SignatureFault fault) =>
        new(domain, fault == SignatureFault.None ? "arc" : "arc-" + fault.ToString().ToLowerInvariant(), SigningAlgorithm.Rsa2048, "relaxed/relaxed", fault, null);
}
