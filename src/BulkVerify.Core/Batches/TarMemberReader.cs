using System.Formats.Tar;
using System.Runtime.CompilerServices;
using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>Hands out the files of a tar, one after the other. Used once, by one reader.</summary>
/// <param name="source">Where the tar begins.</param>
/// <param name="name">Of the tar, as rows name it.</param>
/// <param name="range">Which members, by the offset of their data; all of them where the source cannot be sought in.</param>
/// <param name="splits">Where the members belong.</param>
internal sealed class TarMemberReader(Stream source, string name, MemberRange range, SplitFinder splits, ContainerOutput output)
{
    public async IAsyncEnumerable<ContainerMember> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var names = new MemberNames(name);
        var undelivered = new UndeliveredMembers();
        await using var tar = new TarReader(source, leaveOpen: true);
        while (await NextEntryAsync(tar, cancellation).ConfigureAwait(false) is { } entry)
        {
            bool isUndelivered = undelivered.Contains(entry.Name);
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile) || entry.DataStream is not { } data)
                continue;
            string member = names.Next(entry.Name);
            if (range.IsAfter(entry.DataOffset) || !output.TryCount(name))
                yield break;
            if (!range.Contains(entry.DataOffset))
                continue;
            if (isUndelivered)
                output.Packer.Skip();
            else if (IsSparse(entry))
                output.Add(new Fault(FaultKind.UnsupportedFormat, member, null, "is a sparse file inside a tar: unpack it first."));
            else
                yield return new ContainerMember(member, data, entry.Length, splits.Places is null ? splits : splits.At(source.Position));
        }
    }

    private static bool IsSparse(TarEntry entry) =>
        entry is PaxTarEntry { ExtendedAttributes: var attributes } && attributes.Keys.Any(k => k.StartsWith("GNU.sparse.", StringComparison.Ordinal));

    private async ValueTask<TarEntry?> NextEntryAsync(TarReader tar, CancellationToken cancellation)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } || e is FormatException or ArgumentException or NotSupportedException or InvalidOperationException or OverflowException)
        {
            // Every range passes here: the one that holds the place tells.
            if (range.IsWhole || range.Contains(source.Position - 1) || (range.IsLast && !range.IsBefore(source.Position)))
                output.Add(new Fault(FaultKind.Damaged, name, null, $"the archive is cut short or damaged ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); what stands before it was verified."));
            return null;
        }
    }
}
