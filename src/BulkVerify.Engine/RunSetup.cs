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

/// <summary>Turns options into the shared parts of a run. Pure but for reading the files that options name. Throws <see cref="OptionException"/> where an option is not of its form;
/// <see cref="OptionValues.Check"/> tells before.</summary>
public static class RunSetup
{
    /// <summary>Reads on another thread what runs and summaries need whatever their options: the shipped vendor catalog and public suffix rules. Who needs them before waits.</summary>
    public static void ReadAhead() => _ = Task.Run(() => (VendorCatalog.Embedded, PublicSuffixRules.BuiltIn));

    /// <summary>Rules, limits and caches of the evaluators.</summary>
    /// <exception cref="InvalidDataException">A file named by an option is not of its form; the message names it.</exception>
    public static EvaluationContext Evaluation(VerifyOptions options, TimeProvider time)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        DmarcRules rules = options.Rules == DmarcRuleChoice.Rfc7489 ? DmarcRules.Rfc7489 : DmarcRules.Rfc9989;
        var dkim = new DkimVerifierOptions { NowUnixSeconds = now, AnswersFrom = AnswersFrom(options) };
        DkimKeyring keyring = options.KeyFiles.Count == 0 ? DkimKeyring.Empty : DkimKeyring.Load(options.KeyFiles);
        return new EvaluationContext(dkim, PublicSuffixes(options), rules, options.Rules == DmarcRuleChoice.Both, keyring) { AsOf = OptionValues.AsOf(options, now), Past = Past(options, dkim, keyring) };
    }

    /// <summary>What is hashed, and the bounds on it.</summary>
    public static DigestOptions Digests(VerifyOptions options) => new() { HashRsaSha1 = options.PolicyDate != "current" };

    private static PastPolicy? Past(VerifyOptions options, DkimVerifierOptions dkim, DkimKeyring keyring) =>
        options.PolicyDate == "current" ? null : new PastPolicy(dkim, keyring, OptionValues.PolicyDay(options));

    /// <summary>The envelope options that the command line gave.</summary>
    public static EnvelopeOptions Envelope(VerifyOptions options) => new() { Relays = OptionValues.Relays(options), TrustedAuthservIds = options.TrustedAuthservIds };

    /// <summary>The vendor catalog, with the user's entries on top, and the user's own relays.</summary>
    /// <exception cref="InvalidDataException">An entry is wrong; the message names file, entry and field.</exception>
    public static SenderAttributor Senders(VerifyOptions options, EvaluationContext evaluation) =>
        new(Catalog(options), evaluation.PublicSuffixes.OrganizationalDomain) { OutboundRelays = OptionValues.OutboundRelays(options) };

    /// <summary>What summaries of the run need beside its rows.</summary>
    /// <exception cref="InvalidDataException">A file named by an option is not of its form; the message names it.</exception>
    public static SummaryContext Summaries(VerifyOptions options) => new(Catalog(options), PublicSuffixes(options), OptionValues.Organizations(options))
    {
        Intents = OptionValues.Intents(options),
        MaxStreams = options.MaxStreams,
    };

    private static VendorCatalog Catalog(VerifyOptions options)
    {
        if (options.VendorsFile is null)
            return VendorCatalog.Embedded;
        VendorCatalogLoad load = VendorCatalog.Load(options.VendorsFile);
        return load.Errors.Count == 0 ? load.Catalog : throw new InvalidDataException(string.Join('\n', load.Errors));
    }

    /// <summary>How archives are planned.</summary>
    public static PlanOptions Planning(VerifyOptions options, EngineOptions engine) =>
        new() { Variant = Variant(options.Mbox), Separators = Separators(options.Separators), SplitBytes = engine.SplitBytes, RunMarker = RunFolder.ManifestName };

    /// <summary>Limits of reading.</summary>
    public static ReadOptions Reading(VerifyOptions options, EngineOptions engine) =>
        new() { MaxMessageBytes = options.MaxMessageBytes, BatchMessages = engine.BatchMessages };

    internal static StageContext Stages(VerifyOptions options, RunDns dns, TimeProvider time, Action<StageKind, MessageLocator>? probe, BatchRecordPool? records = null)
    {
        EvaluationContext evaluation = Evaluation(options, time);
        return new StageContext(evaluation, Envelope(options), Digests(options), Senders(options, evaluation), dns.View)
        {
            Probe = probe,
            Records = records ?? new BatchRecordPool(),
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

    private static MboxSeparators Separators(string option) => option switch
    {
        "strict" => MboxSeparators.Strict,
        "loose" => MboxSeparators.Loose,
        _ => MboxSeparators.Auto,
    };

    internal static PublicSuffixRules PublicSuffixes(VerifyOptions options) =>
        options.PublicSuffixFile is null ? PublicSuffixRules.BuiltIn : PublicSuffixRules.LoadFile(options.PublicSuffixFile);
}
