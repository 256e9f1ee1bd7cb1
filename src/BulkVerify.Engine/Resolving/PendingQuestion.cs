using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>A question on its way, with everyone who waits for it.</summary>
internal sealed class PendingQuestion(DnsQuestion question, ZoneQueue zone)
{
    public DnsQuestion Question { get; } = question;

    public ZoneQueue Zone { get; } = zone;

    public List<WaitingBatch> Waiting { get; } = new(1);

    /// <summary>When it is asked, compared with others.</summary>
    public QuestionTurn Turn => Attempts > 0 ? QuestionTurn.Again : QuestionTurns.LeadsOn(Question) ? QuestionTurn.LeadsOn : QuestionTurn.Ends;

    /// <summary>Queries sent.</summary>
    public int Attempts { get; set; }

    /// <summary>Those since the last reply: a reply ends the doubling of time-outs (RFC 6298 §5.7).</summary>
    public int Unanswered { get; set; }

    /// <summary>Index of the server asked last.</summary>
    public int LastServer { get; set; }

    /// <summary>When the first one was sent.</summary>
    public DateTimeOffset FirstSent { get; set; }

    /// <summary>Replies with a failure: after one the end is SERVFAIL, not a time-out.</summary>
    public int Failures { get; set; }

    public bool UseEdns { get; set; } = true;

    /// <summary>Queries without a reply so far that may still have one.</summary>
    public int UnderWay { get; set; }

    /// <summary>It waits for its turn in <see cref="Zone"/>, or for a pause before it to end.</summary>
    public bool IsQueued { get; set; }

    /// <summary>It has its answer, or will have none: what is left of it in queues is passed over.</summary>
    public bool IsClosed { get; set; }
}
