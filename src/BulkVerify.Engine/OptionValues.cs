using BulkVerify.Claims;
using BulkVerify.Engine.Resolving;
using BulkVerify.Summaries;

namespace BulkVerify.Engine;

/// <summary>What the texts of <see cref="VerifyOptions"/> stand for. Pure but for looking whether the files of --dns are there. Each member throws <see cref="OptionException"/> for a
/// text that is not of its option's form.</summary>
public static class OptionValues
{
    /// <summary>Reads every option, so that a wrong one is told before anything is done.</summary>
    /// <exception cref="OptionException">One is not of its form.</exception>
    public static void Check(VerifyOptions options)
    {
        Dns(options);
        AsOf(options, 0);
        PolicyDay(options);
        Relays(options);
        OutboundRelays(options);
        CheckOurs(options);
    }

    /// <summary>The same for those that decide summaries, and no row.</summary>
    /// <exception cref="OptionException">One is not of its form.</exception>
    public static void CheckOurs(VerifyOptions options)
    {
        Organizations(options);
        Intents(options);
    }

    public static DnsSource Dns(VerifyOptions options) => DnsSource.TryParse(options.Dns, out string? error) ?? throw new OptionException(error!);

    /// <summary>When x= is judged, in seconds of the Unix epoch; null for the receipt of each message.</summary>
    /// <param name="options">The options.</param>
    /// <param name="now">In seconds of the Unix epoch.</param>
    public static long? AsOf(VerifyOptions options, long now) => options.AsOf switch
    {
        "receipt" => null,
        "now" => now,
        _ => AsOfTime.TryParse(options.AsOf, out long seconds) ? seconds
            : throw new OptionException($"--as-of {options.AsOf}: give receipt, now, or a date such as 2024-05-31 or 2024-05-31T12:00:00Z."),
    };

    /// <summary>The day whose rules for keys are asked for, in seconds of the Unix epoch; null for today's, and for those of each message's receipt.</summary>
    public static long? PolicyDay(VerifyOptions options) => options.PolicyDate switch
    {
        "current" or "receipt" => null,
        _ => AsOfTime.TryParse(options.PolicyDate, out long seconds) ? seconds
            : throw new OptionException($"--policy-date {options.PolicyDate}: give current, receipt, or a date such as 2016-01-01."),
    };

    public static RelayList Relays(VerifyOptions options) => Hosts("--relay", options.Relays);

    public static RelayList OutboundRelays(VerifyOptions options) => Hosts("--outbound-relay", options.OutboundRelays);

    public static IReadOnlyList<DomainName> Organizations(VerifyOptions options) => [.. options.Organizations.Select(Organization)];

    public static IntegrationIntents Intents(VerifyOptions options) =>
        IntegrationIntents.TryParse(options.Intents, out string? fault) ?? throw new OptionException($"--intent {fault}");

    private static RelayList Hosts(string option, IReadOnlyList<string> entries) => RelayList.TryParse(entries, out string? refused)
        ?? throw new OptionException($"{option} {refused}: give a host name, an address, or a block such as 192.0.2.0/24.");

    private static DomainName Organization(string text) => DomainName.TryParse(text.Trim().TrimEnd('.').AsSpan()) is { LabelCount: > 1, HasMailCharacters: true } name
        ? name
        : throw new OptionException($"--organization {text}: give a domain such as example.com.");
}
