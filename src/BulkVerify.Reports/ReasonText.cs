namespace BulkVerify.Reports;

/// <summary>Names of reasons as words for people.</summary>
internal static class ReasonText
{
    /// <summary>"BodyHashMismatch" as "body hash mismatch".</summary>
    public static string Words(string name) => string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));
}
