using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>A question on its way, with everyone who waits for it.</summary>
internal sealed class PendingQuestion(DnsQuestion question)
{
    public DnsQuestion Question { get; } = question;

    public List<WaitingBatch> Waiting { get; } = new(1);

    /// <summary>Queries sent.</summary>
    public int Attempts { get; set; }

    /// <summary>Index of the server asked last.</summary>
    public int LastServer { get; set; }

    /// <summary>When the first one was sent.</summary>
    public DateTimeOffset FirstSent { get; set; }

    /// <summary>A server replied, though with a failure: then the end is SERVFAIL, not a time-out.</summary>
    public bool SawFailure { get; set; }

    public bool UseEdns { get; set; } = true;
}
