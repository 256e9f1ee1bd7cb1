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
    /// <param name="row">As far as <see cref="Reports.Rows.RowFileReader.ReadVerdictsAsync"/> reads it.</param>
    /// <param name="kept">Its digest.</param>
    void Add(MessageRow row, KeptDigest kept);
}
