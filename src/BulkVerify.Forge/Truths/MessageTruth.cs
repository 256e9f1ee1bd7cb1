using BulkVerify.Evaluation.Dkim;
using BulkVerify.Forge.Messages;
using BulkVerify.Forge.Output;
using BulkVerify.Forge.Planning;

namespace BulkVerify.Forge.Truths;

/// <summary>All that is known of one forged message.</summary>
internal sealed record MessageTruth
{
    public required StoredMessage Stored { get; init; }

    public required MessagePlan Plan { get; init; }

    public required string MessageId { get; init; }

    public required MessageClass Class { get; init; }

    /// <summary>Empty when From names none, or several.</summary>
    public required string AuthorDomain { get; init; }

    public required Envelope Envelope { get; init; }

    public required SpfTruth Spf { get; init; }

    public required IReadOnlyList<Signing.ForgedSignature> Signatures { get; init; }

    public required ArcTruth Arc { get; init; }

    public required DmarcTruth Dmarc { get; init; }

    public required DmarcTruth Dmarc7489 { get; init; }

    /// <summary>The domain for which SPF does not pass, and why the company's signatures do not, in the words of <see cref="StreamRepair.Reasons"/>.</summary>
    public IEnumerable<string> Reasons()
    {
        if (Spf.Result != AuthResult.Pass)
            yield return Envelope.SpfDomain;
        bool isSigned = false;
        foreach (Signing.ForgedSignature signature in Signatures.Where(s => s.Request.Domain.EndsWith(Plan.Company.Base, StringComparison.Ordinal)))
        {
            isSigned = true;
            DkimReason reason = SignatureTruths.ReasonOf(signature);
            if (reason != DkimReason.Verified)
                yield return reason.ToString();
        }
        if (!isSigned)
            yield return StreamRepair.NotSigned;
    }
}
