using System.Globalization;
using BulkVerify.Dns;
using BulkVerify.Engine.Runs;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Engine.WhatIf;

/// <summary>What a run folder says of the DNS and of the options of its run, so that its mail can be judged again by it alone.</summary>
public static class RunAnswers
{
    /// <summary>The answers that the run used, its own overlay on top; what it did not ask is not recorded.</summary>
    /// <exception cref="InvalidDataException">A file with records is missing or damaged.</exception>
    public static IDnsView Open(RunReader reader)
    {
        string? overlay = reader.OverlayFile();
        if (reader.Manifest.Options.Dns == "none" && overlay is null)
            return NoDnsView.Instance;
        IDatedView answers = reader.ReadZone();
        return overlay is null ? answers : new OverlayView(ZoneSource.Load(overlay).View, answers);
    }

    /// <summary>When the answers were asked, seconds of the Unix epoch; null where that is not known: what files do not date is dated by the run.</summary>
    internal static long? AskedAt(RunManifest manifest, IDnsView answers)
    {
        DateTimeOffset? asked = (answers as IDatedView)?.LastAsked;
        bool isDated = RunSetup.AnswersFrom(manifest.Options) == KeySource.Dns || asked < manifest.StartedAt;
        return isDated ? asked?.ToUnixTimeSeconds() : null;
    }

    /// <summary>The options of the run with its own time for "now", and without the second verdicts of --policy-date, which decide nothing.</summary>
    internal static VerifyOptions OptionsOf(RunManifest manifest) => manifest.Options with
    {
        AsOf = manifest.Options.AsOf == "now" ? manifest.StartedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : manifest.Options.AsOf,
        PolicyDate = "current",
    };
}
