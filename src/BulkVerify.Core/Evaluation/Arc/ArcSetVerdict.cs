using BulkVerify.Claims;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Evaluation.Arc;

/// <summary>What verifying the two signatures of one ARC set came to.</summary>
/// <param name="Instance">i=, 1 to 50.</param>
/// <param name="ChainValidation">cv= of the seal: what its maker found of the chain before it.</param>
/// <param name="Domain">d= of the seal: who handled the message.</param>
/// <param name="Selector">s= of the seal.</param>
/// <param name="MessageSignature">Verdict on the ARC-Message-Signature. A change of the message after this hop makes it fail without harm to the chain, unless it is the newest.</param>
/// <param name="Seal">Verdict on the ARC-Seal.</param>
public readonly record struct ArcSetVerdict(int Instance, ArcChainValidation ChainValidation, DomainName? Domain, DomainName? Selector, DkimVerdict MessageSignature, DkimVerdict Seal);
