namespace BulkVerify.Engine.Stages;

/// <summary>How long a run had nothing to do but wait for DNS. Told of batches that enter and leave; thread-safe.</summary>
internal sealed class WaitClock(TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _asking;
    private int _working;
    private long _since;
    private TimeSpan _waited;

    /// <summary>Batches wait, and from now on none is worked on. Raised on the thread that worked last, outside of any lock.</summary>
    public event Action? WaitBegan;

    /// <summary>Time during which batches waited for answers and none was worked on.</summary>
    public TimeSpan Waited
    {
        get
        {
            lock (_gate)
                return _waited + (IsWaiting ? time.GetElapsedTime(_since) : TimeSpan.Zero);
        }
    }

    private bool IsWaiting => _asking > 0 && _working == 0;

    /// <summary>Until it is disposed, a batch waits for answers.</summary>
    public Span Asking() => new(this, asking: 1, working: 0);

    /// <summary>Until it is disposed, a batch is worked on.</summary>
    public Span Working() => new(this, asking: 0, working: 1);

    private void Change(int asking, int working)
    {
        lock (_gate)
        {
            bool wasWaiting = IsWaiting;
            _asking += asking;
            _working += working;
            if (wasWaiting == IsWaiting)
                return;
            if (wasWaiting)
                _waited += time.GetElapsedTime(_since);
            else
                _since = time.GetTimestamp();
            if (!IsWaiting)
                return;
        }
        WaitBegan?.Invoke();
    }

    internal readonly struct Span : IDisposable
    {
        private readonly WaitClock _clock;
        private readonly int _asking;
        private readonly int _working;

        public Span(WaitClock clock, int asking, int working)
        {
            (_clock, _asking, _working) = (clock, asking, working);
            clock.Change(asking, working);
        }

        public void Dispose() => _clock.Change(-_asking, -_working);
    }
}
