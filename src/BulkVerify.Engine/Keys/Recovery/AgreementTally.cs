using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>Checks recovered keys against every signature of their groups. Not thread-safe.</summary>
internal sealed class AgreementTally(IReadOnlyCollection<KeyGroup> groups, IEnumerable<RecoveredKey> keys)
{
    private const int BatchSize = 256;

    private readonly Dictionary<int, KeyGroup> _groups = groups.ToDictionary(g => g.Id);
    private readonly Dictionary<int, Use[]> _uses = keys.GroupBy(k => k.Group).ToDictionary(g => g.Key, g => g.Select(k => new Use(k)).ToArray());
    private readonly SignatureBatchVerifier _verifier = new();
    private readonly SignatureCheckBatch _checks = new();
    private readonly List<(Use Use, long Message, long? ReceivedAt)> _queued = [];

    /// <summary>Entries of the keys: each valid from the first to the last message that agrees.</summary>
    public IReadOnlyList<KeyringEntry> Count(SignatureSpill spill, CancellationToken cancellation)
    {
        foreach (SpilledSignature signature in spill.ReadAll())
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (Use use in _uses.GetValueOrDefault(signature.Group) ?? [])
            {
                _checks.Add(new SignatureCheck(use.Key.Record, signature.Signature.Hash, signature.Signature.Signature));
                _queued.Add((use, signature.Message, signature.ReceivedAt));
            }
            if (_queued.Count >= BatchSize)
                Verify();
        }
        Verify();
        return Keyring.Unite(_uses.Values.SelectMany(u => u).Select(EntryOf));
    }

    private void Verify()
    {
        _verifier.Verify(_checks);
        for (int i = 0; i < _queued.Count; i++)
        {
            if (_checks.IsValid(i))
                _queued[i].Use.Add(_queued[i].Message, _queued[i].ReceivedAt);
        }
        _checks.Clear();
        _queued.Clear();
    }

    private KeyringEntry EntryOf(Use use)
    {
        KeyGroup group = _groups[use.Key.Group];
        return new KeyringEntry(group.Domain, group.Selector, use.Key.Text) { FirstSeen = use.First, LastSeen = use.Last, Source = KeyringEntry.Recovered, Messages = use.Messages };
    }

    /// <summary>Messages that agree with a key.</summary>
    private sealed class Use(RecoveredKey key)
    {
        private long _lastMessage = -1;

        public RecoveredKey Key => key;

        public long Messages { get; private set; }

        public long? First { get; private set; }

        public long? Last { get; private set; }

        /// <summary>Messages come in order: two signatures of one are neighbours.</summary>
        public void Add(long message, long? receivedAt)
        {
            if (message != _lastMessage)
                Messages++;
            _lastMessage = message;
            if (receivedAt is not { } time)
                return;
            First = Math.Min(First ?? time, time);
            Last = Math.Max(Last ?? time, time);
        }
    }
}
