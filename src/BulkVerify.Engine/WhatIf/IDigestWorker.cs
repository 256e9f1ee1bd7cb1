using BulkVerify.Digests;
using BulkVerify.Evaluation;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.WhatIf;

/// <summary>Judges messages of a run again. Used by one thread at a time.</summary>
internal interface IDigestWorker
{
    /// <summary>Which messages it is given; null for all.</summary>
    ChangeScope? Scope { get; }

    /// <summary>Takes a message in <see cref="Scope"/>.</summary>
    /// <param name="before">How it counted.</param>
    /// <param name="kept">Its digest.</param>
    void Add(KeptVerdict before, KeptDigest kept);
}
