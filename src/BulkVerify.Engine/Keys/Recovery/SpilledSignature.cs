using BulkVerify.Evaluation.Dkim.Recovery;

namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>A signature as it comes back from a <see cref="SignatureSpill"/>.</summary>
internal readonly record struct SpilledSignature(int Group, long Message, long? ReceivedAt, RecoverableSignature Signature);
