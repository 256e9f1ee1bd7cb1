namespace BulkVerify.Archives;

/// <summary>A compressed source expands beyond a stated limit. Becomes a <see cref="FaultKind.ExpansionLimit"/>.</summary>
internal sealed class ExpansionLimitException(string message) : IOException(message);
