using BulkVerify.Evaluation.Dkim;
using BulkVerify.Forge.Messages;
using BulkVerify.Forge.Signing;
using BulkVerify.Forge.Worlds;

namespace BulkVerify.Forge.Truths;

/// <summary>Puts policy facts and authenticated identifiers together (RFC 9989 §5.3.5).</summary>
internal sealed class DmarcJudge(World world)
{
    public DmarcTruth Judge(string author, PolicyFacts facts, bool treeWalk, Envelope envelope, SpfTruth spf, IReadOnlyList<ForgedSignature> signatures)
    {
        bool spfAligns = envelope.Client is not null && Aligns(envelope.SpfDomain, author, facts.StrictSpf, treeWalk);
        bool spfPasses = spfAligns && spf.Result == AuthResult.Pass;
        bool temporary = spfAligns && spf.Result == AuthResult.TempError;
        bool dkimPasses = false;
        foreach (ForgedSignature signature in signatures)
        {
            DkimReason reason = SignatureTruths.ReasonOf(signature);
            if (!Aligns(signature.Request.Domain, author, facts.StrictDkim, treeWalk))
                continue;
            dkimPasses |= reason == DkimReason.Verified;
            temporary |= SignatureTruths.ResultOf(reason) == AuthResult.TempError;
        }
        AuthResult result = facts switch
        {
            { TemporaryError: true } => AuthResult.TempError,
            { Policy: null } => AuthResult.None,
            _ when spfPasses || dkimPasses => AuthResult.Pass,
            _ when temporary => AuthResult.TempError,
            _ => AuthResult.Fail,
        };
        return new DmarcTruth(result, facts.Policy, facts.EffectivePolicy ?? facts.Policy, spfPasses, dkimPasses);
    }

    private bool Aligns(string identifier, string author, bool strict, bool treeWalk) =>
        strict ? identifier == author : world.OrganizationOf(identifier, treeWalk) == world.OrganizationOf(author, treeWalk);
}
