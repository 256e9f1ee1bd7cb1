using BulkVerify.Senders;

namespace BulkVerify.Cli.Commands;

/// <summary>Messages whose headers claim one vendor.</summary>
/// <param name="Attribution">That of the first of them.</param>
/// <param name="First">Place of the first of them.</param>
internal sealed record HeaderMatch(Attribution Attribution, long Messages, MessageLocator First);
