using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Engine.WhatIf;

/// <summary>Tells which of several changes of records can concern a message. What is asked of a name is asked once: names are few. Errs only towards yes. Not thread-safe.</summary>
/// <param name="changes">The changes.</param>
/// <param name="before">The records as they are.</param>
/// <param name="context">Limits, and records that were parsed.</param>
internal sealed class ConcernedChanges(IReadOnlyList<ChangeScope> changes, IDnsView before, EvaluationContext context)
{
    /// <summary>Names remembered before all are forgotten.</summary>
    private const int MaxRemembered = 1 << 16;

    private readonly Dictionary<(DomainName Name, NameUses Uses), (int[] Numbers, bool IsOpen)> _byUses = [];
    private readonly Dictionary<DomainName, int[]> _byName = [];
    private readonly SpfTrace _trace = new(context, before);
    private readonly DigestNames _names = new();
    private readonly SortedSet<int> _found = [];

    /// <summary>True when what was found last is so for all messages of the profile.</summary>
    public bool IsOfProfile { get; private set; }

    /// <summary>Numbers of the changes that can concern the message; valid until the next call.</summary>
    public SortedSet<int> Of(KeptDigest kept)
    {
        _found.Clear();
        _names.Set(kept.ReadProfile());
        bool isOpen = false;
        foreach ((DomainName name, NameUses uses) in _names.All)
        {
            (int[] numbers, bool isOpenHere) = ByUses(name, uses);
            _found.UnionWith(numbers);
            isOpen |= isOpenHere;
        }
        IsOfProfile = !isOpen || _trace.Run(kept.ReadProfileWithSender());
        if (isOpen)
            UniteAt(_trace.Names, _found);
        return _found;
    }

    /// <summary>Changes that concern all messages which use the name so; open where the records of SPF depend on the message, or are not known.</summary>
    private (int[] Numbers, bool IsOpen) ByUses(DomainName name, NameUses uses)
    {
        if (_byUses.TryGetValue((name, uses), out (int[], bool) known))
            return known;
        if (_byUses.Count >= MaxRemembered)
            _byUses.Clear();
        bool isSpf = (uses & NameUses.Spf) != 0;
        SortedSet<int> numbers = [.. Enumerable.Range(0, changes.Count).Where(i => changes[i].Concerns(name, uses & ~NameUses.Spf) || (isSpf && !changes[i].OnlyTexts))];
        SpfRecordTree? tree = isSpf ? SpfRecordTree.At(name, before) : null;
        if (tree is { IsWhole: true })
            UniteAt(tree.Names, numbers);
        return _byUses[(name, uses)] = ([.. numbers], tree is { IsWhole: false });
    }

    /// <summary>Adds the changes that change texts at one of the names.</summary>
    private void UniteAt(IReadOnlySet<DomainName> names, SortedSet<int> numbers)
    {
        foreach (DomainName name in names)
        {
            if (_byName.Count >= MaxRemembered)
                _byName.Clear();
            if (!_byName.TryGetValue(name, out int[]? known))
                _byName[name] = known = [.. Enumerable.Range(0, changes.Count).Where(i => changes[i].IsChanged(name))];
            numbers.UnionWith(known);
        }
    }
}
