using System.Globalization;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine;
using BulkVerify.Engine.Resolving;

namespace BulkVerify.Cli.Commands;

/// <summary>What a run asked of live DNS, in words.</summary>
internal static class DnsText
{
    /// <summary>Lines about the questions, each server, and how long the run waited; none for a run that asked nothing.</summary>
    public static IEnumerable<string> Of(RunOutcome outcome)
    {
        if (outcome.Dns is not { } dns)
            yield break;
        ResolverStatistics resolver = dns.Resolver;
        yield return $"DNS: {Number(dns.Asked)} questions asked, {Number(resolver.Temporary)} without an answer"
            + (dns.Lookups > 0 ? $"; {Percent(dns.CachedShare)} of {Number(dns.Lookups)} look-ups answered from cache" : "")
            + (outcome.Elapsed > TimeSpan.Zero ? $"; {Percent(Math.Min(1, outcome.Waited / outcome.Elapsed))} of the time was waiting for DNS" : "");
        foreach (ServerStatistics server in resolver.Servers)
            yield return $"     {server.Server}: {Number(server.Sent)} queries, {Number(server.Answered)} answered{Mean(server)}, {Number(server.TimedOut)} timed out, {Number(server.Failed)} failed";
        if (outcome.LastPass.Messages > 0)
        {
            yield return $"last pass: {SummaryView.Count(outcome.LastPass.Messages, "message that met a DNS error was", "messages that met a DNS error were")} judged again, "
                + (outcome.LastPass.StillTemporary == 0 ? "none met one again" : $"{Number(outcome.LastPass.StillTemporary)} met one again");
        }
    }

    /// <summary>One line for each server that does not reply.</summary>
    public static IEnumerable<string> Warnings(RunOutcome outcome)
    {
        foreach (ServerStatistics server in outcome.Dns?.Resolver.Servers ?? [])
        {
            if (server.SilentInARow >= ResolverOptions.BreakerThresholdAtFirst && (server.Answered + server.Failed == 0 || outcome.Dns!.Resolver.AllSilent))
                yield return $"--dns {server.Server} gave no answer to {Number(server.SilentInARow)} questions in a row. Is it reachable? Nothing was counted as failing for this reason.";
        }
    }

    private static string Mean(ServerStatistics server) => server.Answered + server.Failed == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $" (in {server.TotalTime.TotalMilliseconds / (server.Answered + server.Failed):0} ms)");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    private static string Number(long value) => SummaryView.Number(value);
}
