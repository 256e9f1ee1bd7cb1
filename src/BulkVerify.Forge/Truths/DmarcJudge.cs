using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Forge.Messages;
using BulkVerify.Forge.Planning;
using BulkVerify.Forge.Signing;
using BulkVerify.Forge.Worlds;

namespace BulkVerify.Forge.Truths;

/// <summary>Puts policy facts and authenticated identifiers together (RFC 9989 §5.3.5).</summary>
internal sealed class DmarcJudge(World world)
{
    /// <summary>The author domain that decides, empty when there is none, and the verdict.</summary>
    public (string Author, DmarcTruth Truth) Judge(Sender sender, AuthorFault fault, bool treeWalk, Envelope envelope, SpfTruth spf, IReadOnlyList<ForgedSignature> signatures)
    {
        switch (fault)
        {
            case AuthorFault.NoFrom:
                return ("", DmarcTruth.NoAuthor(DmarcReason.NoFromField));
            case AuthorFault.TwoFromFields:
                return (sender.Author, DmarcTruth.NoAuthor(DmarcReason.SeveralFromFields));
            case AuthorFault.NoDomain:
                return ("", DmarcTruth.NoAuthor(DmarcReason.NoAuthorDomain));
            case AuthorFault.InvalidDomain:
                return ("", DmarcTruth.NoAuthor(DmarcReason.InvalidAuthorDomain));
            case AuthorFault.TooManyDomains:
                return ("author1.example", DmarcTruth.NoAuthor(DmarcReason.TooManyAuthorDomains));
        }
        DmarcTruth truth = Judge(sender.Author, treeWalk ? sender.Rules9989 : sender.Rules7489, treeWalk, envelope, spf, signatures);
        // RFC 9989 §11.5: each domain for itself, the strictest failure counts. The other domain has no record.
        return fault == AuthorFault.SeveralDomains && truth.Result == AuthResult.Pass ? (OriginWriter.OtherDomain, DmarcTruth.NoRecord) : (sender.Author, truth);
    }

    private DmarcTruth Judge(string author, PolicyFacts facts, bool treeWalk, Envelope envelope, SpfTruth spf, IReadOnlyList<ForgedSignature> signatures)
    {
        // Without a policy there is no walk to align by.
        treeWalk &= facts.Policy is not null;
        bool spfAligns = envelope.Client is not null && Aligns(envelope.SpfDomain, author, facts.StrictSpf, treeWalk);
        bool anyPasses = spf.Result == AuthResult.Pass;
        bool dkimPasses = false, dkimOpen = false;
        foreach (ForgedSignature signature in signatures)
        {
            AuthResult result = SignatureTruths.ResultOf(SignatureTruths.ReasonOf(signature));
            bool aligns = Aligns(signature.Request.Domain, author, facts.StrictDkim, treeWalk);
            anyPasses |= result == AuthResult.Pass;
            dkimPasses |= aligns && result == AuthResult.Pass;
            dkimOpen |= aligns && result == AuthResult.TempError;
        }
        bool spfPasses = spfAligns && spf.Result == AuthResult.Pass;
        (AuthResult verdict, DmarcReason reason) = (facts.Policy, spfPasses, dkimPasses) switch
        {
            (null, _, _) => (facts.Absence is DmarcReason.DnsServFail or DmarcReason.DnsTimeout ? AuthResult.TempError : AuthResult.None, facts.Absence),
            (_, true, true) => (AuthResult.Pass, DmarcReason.AlignedByBoth),
            (_, false, true) => (AuthResult.Pass, DmarcReason.AlignedByDkim),
            (_, true, false) => (AuthResult.Pass, DmarcReason.AlignedBySpf),
            _ when dkimOpen => (AuthResult.TempError, DmarcReason.DkimTempError),
            _ when spfAligns && spf.Result == AuthResult.TempError => (AuthResult.TempError, DmarcReason.SpfTempError),
            _ => (AuthResult.Fail, anyPasses ? DmarcReason.AuthenticatedForOtherDomain : DmarcReason.NothingAuthenticated),
        };
        return new DmarcTruth(verdict, reason, facts.Policy, facts.EffectivePolicy ?? facts.Policy, spfPasses, dkimPasses);
    }

    private bool Aligns(string identifier, string author, bool strict, bool treeWalk) =>
        strict ? identifier == author : world.OrganizationOf(identifier, treeWalk) == world.OrganizationOf(author, treeWalk);
}
