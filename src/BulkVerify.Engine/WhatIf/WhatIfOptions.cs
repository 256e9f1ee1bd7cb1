using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Engine.WhatIf;

/// <summary>What is to be otherwise than it was in a run.</summary>
public sealed record WhatIfOptions
{
    /// <summary>Records that are published; null for none.</summary>
    public RecordChanges? Records { get; init; }

    /// <summary>Where the records come from, in words for people.</summary>
    public string RecordsFrom { get; init; } = "";

    /// <summary>Other DMARC rules; null for those of the run.</summary>
    public DmarcRules? Rules { get; init; }

    /// <summary>What tells streams apart, as in a summary; null for what the run's options say.</summary>
    public VerifyOptions? Summaries { get; init; }

    /// <summary>A change of every policy record.</summary>
    public PolicyChange Policies { get; init; } = PolicyChange.None;
}
