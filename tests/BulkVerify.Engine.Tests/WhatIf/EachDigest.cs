using BulkVerify.Digests;
using BulkVerify.Engine.WhatIf;
using BulkVerify.Evaluation;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Tests.WhatIf;

/// <summary>Does something with each message.</summary>
internal sealed class EachDigest(Action<MessageRow, KeptDigest> each, ChangeScope? scope = null) : IDigestWorker
{
    public ChangeScope? Scope => scope;

    public void Add(KeptVerdict before, KeptDigest kept) => each(before.Row, kept);
}
