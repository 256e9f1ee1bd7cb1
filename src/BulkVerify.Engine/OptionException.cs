namespace BulkVerify.Engine;

/// <summary>An option of a run has a value that is not of its form. The message names the option and says what to give.</summary>
public sealed class OptionException(string message) : Exception(message);
