namespace BulkVerify.Batches;

/// <summary>A member of a container that is to be read before the next one is asked for.</summary>
/// <param name="Name">As rows name it.</param>
/// <param name="Data">Its expanded bytes; whoever hands the member out disposes of them.</param>
/// <param name="Length">Expanded bytes, as the container says; 0 when it does not.</param>
/// <param name="Splits">Where it belongs.</param>
internal readonly record struct ContainerMember(string Name, Stream Data, long Length, SplitFinder Splits);
