namespace BulkVerify.Summaries;

/// <summary>What shows the integration mode of a stream.</summary>
/// <param name="Text">A name, record or field. Parts of it come from mail.</param>
/// <param name="Messages">Messages of the stream that show it.</param>
public sealed record IntegrationEvidence(string Text, long Messages);
