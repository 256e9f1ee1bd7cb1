using Akka.Actor;
using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>The questions of one resolver actor that have no answer yet, each once however many batches want it, and the batches that wait for them.</summary>
internal sealed class OpenQuestions(FrozenAnswers answers, ResolverCounters counters, TimeProvider time)
{
    private readonly Dictionary<DnsQuestion, PendingQuestion> _pending = [];

    /// <summary>Notes who waits for what; the sender hears at once when all is known.</summary>
    /// <param name="open">Makes and queues a question that nobody asked before.</param>
    public void Accept(DnsQuestion[] questions, IActorRef sender, Func<DnsQuestion, PendingQuestion> open)
    {
        counters.Asked(questions.Length);
        var batch = new WaitingBatch(sender, questions.Length);
        foreach (DnsQuestion question in questions)
        {
            if (answers.Find(question) is { } known)
            {
                counters.Hit();
                batch.Temporary += known.IsTemporaryError ? 1 : 0;
                continue;
            }
            batch.Open++;
            if (_pending.TryGetValue(question, out PendingQuestion? pending))
            {
                counters.Joined();
            }
            else
            {
                pending = open(question);
                _pending.Add(question, pending);
                counters.Opened();
            }
            pending.Waiting.Add(batch);
        }
        if (batch.Open == 0)
            Tell(batch);
    }

    /// <summary>The answer is shared; whoever has all answers now hears of it.</summary>
    public void Close(PendingQuestion pending, DnsAnswer answer)
    {
        try
        {
            answer = answers.Add(pending.Question, answer, time.GetUtcNow());
        }
        catch (IOException e)
        {
            // The answers' file cannot be written: whoever waits has to stop.
            GiveUp(pending, e);
            return;
        }
        Remove(pending);
        counters.Closed(answer.IsTemporaryError);
        foreach (WaitingBatch batch in pending.Waiting)
        {
            batch.Open--;
            batch.Temporary += answer.IsTemporaryError ? 1 : 0;
            if (batch.Open == 0)
                Tell(batch);
        }
    }

    /// <summary>Whoever waits for the question hears why there will be no answer.</summary>
    public void GiveUp(PendingQuestion pending, IOException reason)
    {
        Remove(pending);
        counters.Closed(isTemporary: true);
        foreach (WaitingBatch batch in pending.Waiting)
            batch.Sender.Tell(new Status.Failure(reason));
    }

    /// <summary>Whoever waits for anything hears why there will be no answer.</summary>
    public void FailAll(Exception reason)
    {
        foreach (WaitingBatch batch in _pending.Values.SelectMany(p => p.Waiting).Distinct())
            batch.Sender.Tell(new Status.Failure(reason));
    }

    private void Remove(PendingQuestion pending)
    {
        pending.IsClosed = true;
        _pending.Remove(pending.Question);
    }

    private static void Tell(WaitingBatch batch) => batch.Sender.Tell(new BatchAnswered(batch.Questions, batch.Temporary));
}
