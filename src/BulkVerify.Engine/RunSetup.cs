using BulkVerify.Archives;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Senders;
using BulkVerify.Summaries;

namespace BulkVerify.Engine;

/// <summary>Turns options into the shared parts of a run. Pure but for reading the files that options name.</summary>
public static class RunSetup
{
    /// <summary>Rules, limits and caches of the evaluators.</summary>
    /// <exception cref="InvalidDataException">A file named by an option is not of its form; the message names it.</exception>
    public static EvaluationContext Evaluation(VerifyOptions options, TimeProvider time)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        long? asOf = options.AsOf switch
        {
            "receipt" => null,
            "now" => now,
            _ => AsOfTime.TryParse(options.AsOf, out long seconds) ? seconds : throw new InvalidDataException($"--as-of {options.AsOf} is no date."),
        };
        DmarcRules rules = options.Rules == DmarcRuleChoice.Rfc7489 ? DmarcRules.Rfc7489 : DmarcRules.Rfc9989;
        var dkim = new DkimVerifierOptions { NowUnixSeconds = now, AnswersFrom = AnswersFrom(options) };
        DkimKeyring keyring = options.KeyFiles.Count == 0 ? DkimKeyring.Empty : DkimKeyring.Load(options.KeyFiles);
        return new EvaluationContext(dkim, PublicSuffixes(options), rules, options.Rules == DmarcRuleChoice.Both, keyring) { AsOf = asOf, Past = Past(options, dkim, keyring) };
    }

    /// <summary>What is hashed, and the bounds on it.</summary>
    public static DigestOptions Digests(VerifyOptions options) => new() { HashRsaSha1 = options.PolicyDate != "current" };

    private static PastPolicy? Past(VerifyOptions options, DkimVerifierOptions dkim, DkimKeyring keyring) => options.PolicyDate switch
    {
        "current" => null,
        "receipt" => new PastPolicy(dkim, keyring, null),
        _ => AsOfTime.TryParse(options.PolicyDate, out long seconds) ? new PastPolicy(dkim, keyring, seconds) : throw new InvalidDataException($"--policy-date {options.PolicyDate} is no date."),
    };

    /// <summary>The envelope options that the command line gave.</summary>
    /// <exception cref="InvalidDataException">A relay is neither a name nor a CIDR.</exception>
    public static EnvelopeOptions Envelope(VerifyOptions options) => new() { Relays = Hosts("--relay", options.Relays), TrustedAuthservIds = options.TrustedAuthservIds };

    private static RelayList Hosts(string option, IReadOnlyList<string> entries) => RelayList.TryParse(entries, out string? refused)
        ?? throw new InvalidDataException($"{option} {refused}: give a host name, an address, or a block such as 192.0.2.0/24.");

    /// <summary>The vendor catalog, with the user's entries on top, and the user's own relays.</summary>
    /// <exception cref="InvalidDataException">An entry or a relay is wrong; the message names file or option, entry and field.</exception>
    public static SenderAttributor Senders(VerifyOptions options, EvaluationContext evaluation) =>
        new(Catalog(options), evaluation.PublicSuffixes.OrganizationalDomain) { OutboundRelays = Hosts("--outbound-relay", options.OutboundRelays) };

    /// <summary>What summaries of the run need beside its rows.</summary>
    /// <exception cref="InvalidDataException">A file or a domain named by an option is not of its form; the message names it.</exception>
    public static SummaryContext Summaries(VerifyOptions options) => new(Catalog(options), PublicSuffixes(options), [.. options.Organizations.Select(Organization)])
    {
        Intents = IntegrationIntents.TryParse(options.Intents, out string? refused) ?? throw new InvalidDataException($"--intent {refused}: give {IntegrationIntents.Form}."),
    };

    private static DomainName Organization(string text) => DomainName.TryParse(text.Trim().TrimEnd('.').AsSpan())
        ?? throw new InvalidDataException($"--organization {text}: give a domain such as example.com.");

    private static VendorCatalog Catalog(VerifyOptions options)
    {
        if (options.VendorsFile is null)
            return VendorCatalog.Embedded;
        VendorCatalogLoad load = VendorCatalog.Load(options.VendorsFile);
        return load.Errors.Count == 0 ? load.Catalog : throw new InvalidDataException(string.Join('\n', load.Errors));
    }

    /// <summary>How archives are planned.</summary>
    public static PlanOptions Planning(VerifyOptions options, EngineOptions engine) =>
        new() { Variant = Variant(options.Mbox), SplitBytes = engine.SplitBytes };

    /// <summary>Limits of reading.</summary>
    public static ReadOptions Reading(VerifyOptions options, EngineOptions engine) =>
        new() { MaxMessageBytes = options.MaxMessageBytes, BatchMessages = engine.BatchMessages };

    internal static StageContext Stages(VerifyOptions options, RunDns dns, TimeProvider time, Action<StageKind, MessageLocator>? probe)
    {
        EvaluationContext evaluation = Evaluation(options, time);
        return new StageContext(evaluation, Envelope(options), Digests(options), Senders(options, evaluation), dns.View)
        {
            Probe = probe,
            Choice = new MessageChoice(options.Since, options.Until, options.Sample),
            KeepDigests = options.KeepDigests,
            KeepsTemporary = dns.Source.IsLive,
        };
    }

    internal static KeySource AnswersFrom(VerifyOptions options) =>
        options.Dns is "live" or "none" || DnsSource.TryParse(options.Dns, out _) is { Kind: DnsSourceKind.Servers } ? KeySource.Dns : KeySource.Snapshot;

    private static MboxVariant? Variant(string option) => option switch
    {
        "o" => MboxVariant.O,
        "rd" => MboxVariant.Rd,
        "cl" => MboxVariant.Cl,
        "cl2" => MboxVariant.Cl2,
        _ => null,
    };

    internal static PublicSuffixRules PublicSuffixes(VerifyOptions options) =>
        options.PublicSuffixFile is null ? PublicSuffixRules.BuiltIn : PublicSuffixRules.LoadFile(options.PublicSuffixFile);
}
