using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>Where the mail and the faults of a container go. Counts members, those of inner containers included. Owns its packer; used by one reader.</summary>
internal sealed class ContainerOutput(SlabPool pool, ReadOptions options) : IDisposable
{
    private int _members;

    public MessagePacker Packer { get; } = new(pool, options);

    /// <summary>True once something in the container could not be read.</summary>
    public bool HasFaults { get; private set; }

    public void Add(Fault fault)
    {
        HasFaults = true;
        Packer.Add(fault);
    }

    /// <summary>Adds what an exception says of a damaged source.</summary>
    /// <param name="offset">In expanded bytes; null where it is not known.</param>
    public void Add((FaultKind Kind, string Detail) damage, string name, long? offset = null) => Add(new Fault(damage.Kind, name, offset, damage.Detail));

    /// <summary>Counts a member; false when there are too many to go on.</summary>
    public bool TryCount(string container)
    {
        if (++_members <= options.MaxMembers)
            return true;
        if (_members == options.MaxMembers + 1)
            Add(new Fault(FaultKind.ExpansionLimit, container, null, $"holds more than {options.MaxMembers} members; the rest was not read: unpack it and name the folder."));
        return false;
    }

    public void Dispose() => Packer.Dispose();
}
