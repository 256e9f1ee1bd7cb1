using System.Buffers;
using System.Collections.Concurrent;

namespace BulkVerify.Dns;

/// <summary>The answers of a run, shared by all its threads: the first final answer to a question is the answer to it from then on.</summary>
/// <remarks>
/// Reading takes no lock. With an <see cref="AnswerLog"/> every answer is in the file before it is seen, and answers in memory are bounded in
/// bytes: those not read lately are dropped and read again from the file. Without a log nothing is dropped. The index of questions,
/// about 250 bytes each, always stays in memory.
/// Temporary errors are no final answers: they are kept apart until <see cref="BeginLastPass"/>, from when on they are final like any other.
/// An answer that came through CNAMEs also freezes what it says of the names on the way, so that the records on disk never contradict each other;
/// where they would, the answer is written as its own.
/// </remarks>
public sealed class FrozenAnswers : IDnsView, IDisposable
{
    /// <summary>Answers kept in memory by default, in bytes.</summary>
    public const long DefaultMaxResidentBytes = 256L << 20;

    private readonly ConcurrentDictionary<DnsQuestion, FrozenSlot> _slots = new();
    private readonly ConcurrentDictionary<DnsQuestion, DnsAnswer> _temporary = new();
    private readonly Queue<FrozenSlot> _resident = new();
    private readonly Lock _gate = new();
    private readonly List<(DnsQuestion Question, DnsAnswer Answer, int Linked, bool IsImpliedLink)> _planned = [];
    private readonly IReadOnlyDictionary<DnsQuestion, DnsAnswer>? _announced;
    private readonly AnswerLog? _log;
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
        _maxResidentBytes = maxResidentBytes;
        log?.Recover(Recover);
    }

    /// <summary>A book that will be given <paramref name="announced"/>, so that no chain written before may contradict one of them.</summary>
    internal FrozenAnswers(IReadOnlyDictionary<DnsQuestion, DnsAnswer> announced)
        : this(log: null) => _announced = announced;

    /// <summary>Final answers held, those of names on the way of a CNAME chain included.</summary>
    public int Count => _slots.Count;

    /// <summary>Questions that met a temporary error and have no final answer.</summary>
    public int TemporaryCount => _temporary.Count;

    /// <summary>True from <see cref="BeginLastPass"/> on.</summary>
    public bool IsLastPass => Volatile.Read(ref _isLastPass);

    /// <summary>Bytes of the answers in memory, estimated.</summary>
    public long ResidentBytes => Volatile.Read(ref _residentBytes);

    /// <summary>How often a dropped answer was read again.</summary>
    public long Reloads => Volatile.Read(ref _reloads);

    /// <summary>The frozen answer, else the temporary error that the question met in this pass, else null: it has to be asked.</summary>
    public DnsAnswer? Find(in DnsQuestion question)
    {
        if (_slots.TryGetValue(question, out FrozenSlot? slot))
            return slot.Read() ?? Reload(question, slot);
        return _temporary.GetValueOrDefault(question);
    }

    /// <summary>Freezes a final answer, or keeps a temporary error until the last pass. Returns the answer that holds: an earlier one when there is one.</summary>
    /// <exception cref="ArgumentException">The answer is "not asked" or "not recorded", which says nothing.</exception>
    /// <exception cref="IOException">The log could not be written.</exception>
    public DnsAnswer Add(in DnsQuestion question, DnsAnswer answer, DateTimeOffset asked)
    {
        if (answer.IsUnknown)
            throw new ArgumentException("Not an answer of the DNS.", nameof(answer));
        if (answer.IsTemporaryError && !Volatile.Read(ref _isLastPass))
        {
            if (!_slots.ContainsKey(question))
                _temporary[question] = answer;
            return Find(question) ?? answer;
        }
        lock (_gate)
        {
            Freeze(new RecordedAnswer(question, answer, asked));
        }
        _temporary.TryRemove(question, out _);
        return Find(question)!;
    }

    /// <summary>Forgets the temporary errors so that their questions are asked again; the ones met from now on are the answers of the run, and are written as such.
    /// Returns the questions.</summary>
    public DnsQuestion[] BeginLastPass()
    {
        Volatile.Write(ref _isLastPass, true);
        DnsQuestion[] forgotten = [.. _temporary.Keys];
        _temporary.Clear();
        return forgotten;
    }

    /// <summary>Returns when every answer that was added is on the disk.</summary>
    public void Flush() => _log?.Flush();

    /// <summary>Writes all final answers as a master file, in order of name and type: the same answers make the same octets.</summary>
    public void WriteTo(Stream stream)
    {
        var output = new ArrayBufferWriter<byte>(1 << 16);
        output.Write(ZoneBlock.Header);
        foreach ((DnsQuestion question, FrozenSlot slot) in _slots.OrderBy(s => s.Key.Name).ThenBy(s => s.Key.Type))
        {
            if (slot.IsImpliedLink)
                continue;
            DnsAnswer answer = slot.Read() ?? ReadAgain(question, slot);
            ZoneBlock.Write(output, new RecordedAnswer(question, answer, slot.Asked), slot.Linked, withEnd: slot.Linked == 0);
            if (output.WrittenCount < 1 << 15)
                continue;
            stream.Write(output.WrittenSpan);
            output.ResetWrittenCount();
        }
        stream.Write(output.WrittenSpan);
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
        if (_slots.ContainsKey(recorded.Question))
            return;
        _planned.Clear();
        int linked = Plan(recorded.Question, recorded.Answer);
        LogExtent extent = _log is null ? default : _log.Append(recorded, linked);
        PlacePlanned(recorded.Asked, extent);
    }

    private void Recover(in RecordedAnswer recorded, LogExtent extent)
    {
        if (_slots.ContainsKey(recorded.Question))
            return;
        Plan(recorded.Question, recorded.Answer);
        PlacePlanned(recorded.Asked, extent);
    }

    /// <summary>Plans the slots of an answer and of what it says of the names on its way. Returns how many CNAMEs are written as records.</summary>
    private int Plan(in DnsQuestion question, DnsAnswer answer)
    {
        if (_slots.TryGetValue(question, out FrozenSlot? held))
            return held.Linked;
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
                if (!_slots.ContainsKey(link))
                    _planned.Add((link, linkAnswer, 0, true));
            }
        }
        _planned.Add((question, answer, linked, false));
        return linked;
    }

    private void PlacePlanned(DateTimeOffset asked, LogExtent extent)
    {
        DateTimeOffset seconds = DateTimeOffset.FromUnixTimeSeconds(asked.ToUnixTimeSeconds());
        foreach ((DnsQuestion question, DnsAnswer answer, int linked, bool isImpliedLink) in _planned)
        {
            var slot = new FrozenSlot(seconds, linked, isImpliedLink, extent);
            slot.Set(answer);
            _slots[question] = slot;
            Keep(slot, answer);
        }
        _planned.Clear();
        DropUnread();
    }

    private bool Agrees(in DnsQuestion question, DnsAnswer answer)
    {
        DnsAnswer? held = _slots.TryGetValue(question, out FrozenSlot? slot) ? slot.Read() ?? ReadAgain(question, slot) : _announced?.GetValueOrDefault(question);
        return held is null || held.Equals(answer);
    }

    private static bool IsPlainChain(DomainName owner, IReadOnlyList<DomainName> aliases)
    {
        if (aliases.Count > ZoneView.MaxAliases)
            return false;
        for (int i = 0; i < aliases.Count; i++)
        {
            DomainName alias = aliases[i];
            if (alias == owner || aliases.Take(i).Contains(alias))
                return false;
        }
        return true;
    }

    private DnsAnswer Reload(in DnsQuestion question, FrozenSlot slot)
    {
        DnsAnswer answer = ReadAgain(question, slot);
        lock (_gate)
        {
            if (slot.Read() is { } meanwhile)
                return meanwhile;
            slot.Set(answer);
            _reloads++;
            Keep(slot, answer);
            DropUnread();
        }
        return answer;
    }

    private DnsAnswer ReadAgain(in DnsQuestion question, FrozenSlot slot) => ZoneBlock.Find(_log!.Read(slot.Extent), question);

    private void Keep(FrozenSlot slot, DnsAnswer answer)
    {
        long cost = FrozenSlot.CostOf(answer);
        if (_log is null || cost == 0)
            return;
        _residentBytes += cost;
        _resident.Enqueue(slot);
    }

    /// <summary>Second chance: an answer read since it was last looked at stays.</summary>
    private void DropUnread()
    {
        for (int left = 2 * _resident.Count; _residentBytes > _maxResidentBytes && left > 0; left--)
        {
            FrozenSlot slot = _resident.Dequeue();
            long cost = slot.TryDrop();
            if (cost == 0)
                _resident.Enqueue(slot);
            _residentBytes -= cost;
        }
    }
}
