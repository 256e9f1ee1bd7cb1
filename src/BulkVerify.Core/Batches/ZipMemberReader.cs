using System.Runtime.CompilerServices;
using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>Hands out the files of a zip, one after the other: by its directory, or from front to back where that is lost or cannot be sought. Used once, by one reader.</summary>
/// <param name="source">Where the zip begins.</param>
/// <param name="name">Of the zip, as rows name it.</param>
/// <param name="range">Which members, by the sum of the stored lengths before them; all of them where the source cannot be sought in.</param>
/// <param name="splits">Where the members belong.</param>
internal sealed class ZipMemberReader(Stream source, string name, MemberRange range, SplitFinder splits, ContainerOutput output, ReadOptions options)
{
    public async IAsyncEnumerable<ContainerMember> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // Members of a zip without a directory have no place: the first range has them all.
        if (Open() is not { } zip || !(zip.IsListed || range.IsFirst))
            yield break;
        if (range.IsFirst && zip is ListedZip { Prefix: > 0 and var prefix } listed && !listed.IsProgram)
            output.Add(new Fault(FaultKind.Damaged, name, 0, FormattableString.Invariant($"bytes 0 to {prefix - 1} ({prefix} bytes) before the zip are none of it; they were not read.")));
        var names = new MemberNames(name);
        var undelivered = new UndeliveredMembers();
        long position = 0;
        while (Next(zip) is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            string member = names.Next(entry.Name);
            bool isInRange = !zip.IsListed || range.Contains(position);
            position += entry.StoredLength;
            bool isUndelivered = undelivered.Contains(entry.Name);
            if (entry.IsFolder || !output.TryCount(name) || !isInRange)
                continue;
            if (isUndelivered)
                output.Packer.Skip();
            else if (OpenMember(zip, entry, member) is { } data)
            {
                await using (data)
                    yield return new ContainerMember(member, data, entry.Length, splits);
            }
        }
        if (source.CanSeek && zip is StreamedZip { IsComplete: true })
            output.Add(new Fault(FaultKind.Damaged, name, null, "the directory at the end of the zip is missing or damaged; the members before it were read one after the other."));
    }

    private IZipMembers? Open()
    {
        try
        {
            if (source.CanSeek && ListedZip.TryOpen(source) is { } listed)
                return listed;
            if (source.CanSeek)
                source.Position = 0;
            return new StreamedZip(source);
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } damage)
        {
            output.Add(damage, name);
            return null;
        }
    }

    private ZipMember? Next(IZipMembers zip)
    {
        try
        {
            return zip.Next();
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } damage)
        {
            if (range.IsFirst)
                output.Add(damage, name);
            return null;
        }
    }

    /// <summary>The bytes of a member; null with the fault.</summary>
    private Stream? OpenMember(IZipMembers zip, in ZipMember entry, string member)
    {
        if (entry.Refusal is { } refusal)
        {
            output.Add(new Fault(FaultKind.UnsupportedFormat, member, null, refusal));
            return null;
        }
        try
        {
            return zip.Open(options);
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } damage)
        {
            output.Add(damage, member);
            return null;
        }
    }
}
