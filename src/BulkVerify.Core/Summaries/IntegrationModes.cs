namespace BulkVerify.Summaries;

/// <summary>Words for <see cref="IntegrationMode"/>.</summary>
public static class IntegrationModes
{
    public static string ToWords(this IntegrationMode mode) => mode switch
    {
        IntegrationMode.Direct => "direct",
        IntegrationMode.External => "external",
        IntegrationMode.Internal => "internal",
        IntegrationMode.NotIntegrated => "not integrated",
        IntegrationMode.BrokenAttempt => "broken attempt",
        IntegrationMode.SpoofOrUnknown => "spoof or unknown",
        _ => "cannot tell",
    };
}
