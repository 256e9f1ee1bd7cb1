namespace BulkVerify.Cli;

/// <summary>The command line asks for something that cannot be done as asked. The message says what to do next; it becomes one line and exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
