using System.Collections.Concurrent;

namespace BulkVerify.Dns;

/// <summary>The answers of a run, shared by all its threads: the first final answer to a question is the answer to it from then on.</summary>
/// <remarks>
/// Reading takes no lock. With an <see cref="AnswerLog"/> every answer is in the file before it is seen, and answers in memory are bounded in
/// bytes: those not read lately are dropped and read again from the file. What stays in memory of each question is its entry in the
/// <see cref="AnswerIndex"/>, some 60 octets. Without a log nothing is dropped.
/// Temporary errors are no final answers: they are kept apart until <see cref="BeginLastPass"/>, from when on they are final like any other. Beyond <see cref="MaxTemporary"/> of them
/// those that come next are final at once: their messages have a temporary error, which is what the DNS said, and the last pass asks no second time.
/// An answer that came through CNAMEs also freezes what it says of the names on the way, so that the records on disk never contradict each other;
/// where they would, the answer is written as its own.
/// </remarks>
public sealed class FrozenAnswers : IDnsView, IDisposable
{
    /// <summary>Answers kept in memory by default, in bytes.</summary>
    public const long DefaultMaxResidentBytes = 48L << 20;

    /// <summary>Temporary errors kept to be asked again by default, some 200 octets each; see <see cref="MaxTemporary"/>.</summary>
    public const int DefaultMaxTemporary = 1 << 18;

    private readonly ConcurrentDictionary<DnsQuestion, FrozenSlot> _held = new();
    private readonly TemporaryAnswers _temporary = new();
    private readonly Queue<FrozenSlot> _resident = new();
    private readonly Lock _gate = new();
    private readonly List<(DnsQuestion Question, DnsAnswer Answer, int Linked, bool IsImpliedLink)> _planned = [];
    private readonly IReadOnlyDictionary<DnsQuestion, DnsAnswer>? _announced;
    private readonly AnswerLog? _log;
    private readonly AnswerIndex? _index;
    private readonly long _maxResidentBytes;
    private bool _isLastPass;
    private long _residentBytes;
    private long _reloads;

    /// <summary>A book without a file.</summary>
    public FrozenAnswers()
        : this(log: null)
    {
    }

    /// <summary>A book over <paramref name="log"/>, which it then owns; what the file holds is frozen already.</summary>
    public FrozenAnswers(AnswerLog? log, long maxResidentBytes = DefaultMaxResidentBytes)
    {
        _log = log;
        _index = log is null ? null : new AnswerIndex();
        _maxResidentBytes = maxResidentBytes;
        log?.Recover(Recover);
    }

    /// <summary>A book that will be given <paramref name="announced"/>, so that no chain written before may contradict one of them.</summary>
    internal FrozenAnswers(IReadOnlyDictionary<DnsQuestion, DnsAnswer> announced)
        : this(log: null) => _announced = announced;

    /// <summary>Most temporary errors that are kept to be asked again.</summary>
    public int MaxTemporary { get; init; } = DefaultMaxTemporary;

    /// <summary>Final answers held, those of names on the way of a CNAME chain included.</summary>
    public int Count => _index?.Count ?? _held.Count;

    /// <summary>Questions that met a temporary error and have no final answer.</summary>
    public int TemporaryCount => _temporary.Count;

    /// <summary>True from <see cref="BeginLastPass"/> on.</summary>
    public bool IsLastPass => Volatile.Read(ref _isLastPass);

    /// <summary>Bytes of the answers in memory, estimated.</summary>
    public long ResidentBytes => Volatile.Read(ref _residentBytes);

    /// <summary>How often a dropped answer was read again.</summary>
    public long Reloads => Volatile.Read(ref _reloads);

    /// <summary>When the first final answer was received; null when there is none. Not while answers are added, as the next two.</summary>
    public DateTimeOffset? FirstAsked { get; private set; }

    /// <summary>When the last final answer was received; null when there is none.</summary>
    public DateTimeOffset? LastAsked { get; private set; }

    /// <summary>When the final answer to the question was received; <see cref="FirstAsked"/> where there is none. For a book with a log.</summary>
    public DateTimeOffset? AskedAt(in DnsQuestion question) =>
        _index?.Find(question) is { } entry ? ZoneBlock.Read(_log!.Read(entry.Extent), out _)?.Asked : FirstAsked;

    /// <summary>The frozen answer, else the temporary error that the question met in this pass, else null: it has to be asked.</summary>
    public DnsAnswer? Find(in DnsQuestion question)
    {
        if (_held.TryGetValue(question, out FrozenSlot? slot))
            return slot.Read();
        if (_index?.Find(question) is { } entry)
            return entry.Absence is { } status ? DnsAnswer.Without(status) : Reload(question, entry.Extent);
        return _temporary.Find(question);
    }

    /// <summary>Freezes a final answer, or keeps a temporary error until the last pass. Returns the answer that holds: an earlier one when there is one.</summary>
    /// <exception cref="ArgumentException">The answer is "not asked" or "not recorded", which says nothing.</exception>
    /// <exception cref="IOException">The log could not be written.</exception>
    public DnsAnswer Add(in DnsQuestion question, DnsAnswer answer, DateTimeOffset asked)
    {
        if (answer.IsUnknown)
            throw new ArgumentException("Not an answer of the DNS.", nameof(answer));
        if (answer.IsTemporaryError && !Volatile.Read(ref _isLastPass) && (IsFrozen(question) || _temporary.TryKeep(question, answer, MaxTemporary)))
            return Find(question) ?? answer;
        lock (_gate)
        {
            Freeze(new RecordedAnswer(question, answer, asked));
        }
        _temporary.Remove(question);
        return Find(question)!;
    }

    /// <summary>Forgets the temporary errors so that their questions are asked again; the ones met from now on are the answers of the run, and are written as such.
    /// Returns the questions.</summary>
    public DnsQuestion[] BeginLastPass()
    {
        Volatile.Write(ref _isLastPass, true);
        return _temporary.Clear();
    }

    /// <summary>Returns when every answer that was added is on the disk.</summary>
    public void Flush() => _log?.Flush();

    /// <summary>Writes all final answers as a master file, in order of name and type: the same answers make the same octets.</summary>
    /// <remarks>Not while answers are added.</remarks>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public void WriteTo(Stream stream)
    {
        using var sorter = new ZoneBlockSorter(_log?.AsidePath);
        if (_log is null)
        {
            foreach (FrozenSlot slot in _held.Values.Where(s => !s.IsImpliedLink))
                sorter.Add(new RecordedAnswer(slot.Question, slot.Answer, slot.Asked), slot.Linked);
        }
        _log?.ReadAll((in RecordedAnswer recorded, LogExtent extent) => AddPlanned(sorter, recorded, extent));
        sorter.WriteTo(stream);
    }

    public void Dispose() => _log?.Dispose();

    /// <summary>Freezes any answer, temporary errors too.</summary>
    internal void AddFinal(in RecordedAnswer recorded)
    {
        lock (_gate)
        {
            Freeze(recorded);
        }
    }

    private void Freeze(in RecordedAnswer recorded)
    {
        if (IsFrozen(recorded.Question))
            return;
        _planned.Clear();
        int linked = Plan(recorded.Question, recorded.Answer);
        LogExtent extent = _log is null ? default : _log.Append(recorded, linked);
        PlacePlanned(recorded.Asked, extent);
    }

    private void Recover(in RecordedAnswer recorded, LogExtent extent)
    {
        if (IsFrozen(recorded.Question))
            return;
        Plan(recorded.Question, recorded.Answer);
        PlacePlanned(recorded.Asked, extent);
    }

    /// <summary>Plans the slots of an answer and of what it says of the names on its way. Returns how many CNAMEs are written as records.</summary>
    private int Plan(in DnsQuestion question, DnsAnswer answer)
    {
        if (LinkedOf(question) is { } held)
            return held;
        int linked = 0;
        if (answer.Aliases.Count > 0 && question.Type != DnsRecordType.Cname && IsPlainChain(question.Name, answer.Aliases))
        {
            DomainName target = answer.Aliases[0];
            var link = new DnsQuestion(question.Name, DnsRecordType.Cname);
            DnsAnswer linkAnswer = DnsAnswer.Of(DnsRecord.Cname(target));
            var rest = new DnsQuestion(target, question.Type);
            DnsAnswer restAnswer = answer with { Aliases = [.. answer.Aliases.Skip(1)] };
            if (Agrees(link, linkAnswer) && Agrees(rest, restAnswer))
            {
                linked = 1 + Plan(rest, restAnswer);
                if (!IsFrozen(link))
                    _planned.Add((link, linkAnswer, 0, true));
            }
        }
        _planned.Add((question, answer, linked, false));
        return linked;
    }

    /// <summary>Adds what <see cref="Plan"/> made of one block: the answer, and those of the names to which its chain leads.</summary>
    private void AddPlanned(ZoneBlockSorter sorter, in RecordedAnswer recorded, LogExtent extent)
    {
        (DnsQuestion question, DnsAnswer answer) = (recorded.Question, recorded.Answer);
        while (_index!.Find(question) is { } entry && entry.Extent == extent)
        {
            sorter.Add(new RecordedAnswer(question, answer, recorded.Asked), entry.Linked);
            if (entry.Linked == 0)
                return;
            question = new DnsQuestion(answer.Aliases[0], question.Type);
            answer = answer with { Aliases = [.. answer.Aliases.Skip(1)] };
        }
    }

    private void PlacePlanned(DateTimeOffset asked, LogExtent extent)
    {
        DateTimeOffset seconds = DateTimeOffset.FromUnixTimeSeconds(asked.ToUnixTimeSeconds());
        FirstAsked = FirstAsked < seconds ? FirstAsked : seconds;
        LastAsked = LastAsked > seconds ? LastAsked : seconds;
        foreach ((DnsQuestion question, DnsAnswer answer, int linked, bool isImpliedLink) in _planned)
        {
            bool isAbsence = answer is { Status: not DnsStatus.Success, Records.Count: 0, Aliases.Count: 0 };
            _index?.Add(question, new AnswerIndexEntry(extent, linked, isAbsence ? answer.Status : null));
            if (_index is null || !isAbsence)
                Hold(new FrozenSlot(question, answer) { Asked = seconds, Linked = linked, IsImpliedLink = isImpliedLink });
        }
        _planned.Clear();
        DropUnread();
    }

    private bool IsFrozen(in DnsQuestion question) => LinkedOf(question) is not null;

    /// <summary>How many CNAMEs of the answer's chain are written as records; null when the question has no final answer.</summary>
    private int? LinkedOf(in DnsQuestion question) =>
        _index is null ? _held.GetValueOrDefault(question)?.Linked : _index.Find(question)?.Linked;

    private bool Agrees(in DnsQuestion question, DnsAnswer answer)
    {
        DnsAnswer? held = IsFrozen(question) ? Find(question) : _announced?.GetValueOrDefault(question);
        return held is null || held.Equals(answer);
    }

    private static bool IsPlainChain(DomainName owner, IReadOnlyList<DomainName> aliases)
    {
        var chain = new AliasChain(owner);
        return aliases.All(chain.TryAdd);
    }

    private DnsAnswer Reload(in DnsQuestion question, LogExtent extent)
    {
        DnsAnswer answer = ZoneBlock.Find(_log!.Read(extent), question);
        lock (_gate)
        {
            // All threads see one object: keys are known by it.
            if (_held.TryGetValue(question, out FrozenSlot? meanwhile))
                return meanwhile.Read();
            _reloads++;
            Hold(new FrozenSlot(question, answer));
            DropUnread();
        }
        return answer;
    }

    private void Hold(FrozenSlot slot)
    {
        _held[slot.Question] = slot;
        if (_log is null)
            return;
        _residentBytes += slot.Cost;
        _resident.Enqueue(slot);
    }

    /// <summary>Second chance: an answer read since it was last looked at stays.</summary>
    private void DropUnread()
    {
        for (int left = 2 * _resident.Count; _residentBytes > _maxResidentBytes && left > 0; left--)
        {
            FrozenSlot slot = _resident.Dequeue();
            if (slot.WasReadLately())
            {
                _resident.Enqueue(slot);
                continue;
            }
            _held.TryRemove(slot.Question, out _);
            _residentBytes -= slot.Cost;
        }
    }
}
