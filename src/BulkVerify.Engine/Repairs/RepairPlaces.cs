using BulkVerify.Archives;
using BulkVerify.Engine.Runs;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Repairs;

/// <summary>Finds the splits that hold the messages to repair.</summary>
internal sealed class RepairPlaces(RunFolder folder, ArchivePlan plan)
{
    /// <summary>The messages by split and place.</summary>
    /// <exception cref="IOException">The rows of a split cannot be read.</exception>
    public async Task<SortedDictionary<int, Dictionary<MessageLocator, AlteredMessage>>> FindAsync(IEnumerable<AlteredMessage> messages, CancellationToken cancellation)
    {
        var found = new SortedDictionary<int, Dictionary<MessageLocator, AlteredMessage>>();
        ILookup<string, AlteredMessage> byInput = messages.ToLookup(m => InputOf(m.Archive), StringComparer.Ordinal);
        foreach (PlannedSplit split in plan.Splits)
        {
            AlteredMessage[] near = [.. plan.Inputs.Skip(split.FirstInput).Take(split.InputCount).SelectMany(i => byInput[i.Name])];
            if (near.Length == 0)
                continue;
            Dictionary<MessageLocator, AlteredMessage> within = await WithinAsync(split, near, cancellation).ConfigureAwait(false);
            if (within.Count > 0)
                found[split.Id] = within;
        }
        return found;
    }

    /// <summary>Of an mbox the offset decides, a message file is whole, and which members a split of a container holds its rows tell.</summary>
    private async Task<Dictionary<MessageLocator, AlteredMessage>> WithinAsync(PlannedSplit split, AlteredMessage[] near, CancellationToken cancellation)
    {
        switch (plan.Inputs[split.FirstInput].Kind)
        {
            case ContentKind.Message:
                return near.ToDictionary(PlaceOf);
            case ContentKind.Mbox:
                return near.Where(m => m.Offset >= split.Start && m.Offset < split.End).ToDictionary(PlaceOf);
            default:
                Dictionary<MessageLocator, AlteredMessage> wanted = near.ToDictionary(PlaceOf), within = [];
                await foreach (MessageLocator place in RowFileReader.ReadPlacesAsync(new SplitFiles(folder.SplitFolder(split.Id)).Rows(), cancellation).ConfigureAwait(false))
                {
                    if (wanted.TryGetValue(place, out AlteredMessage? message))
                        within[place] = message;
                }
                return within;
        }
    }

    private static MessageLocator PlaceOf(AlteredMessage message) => new(message.Archive, message.Offset);

    /// <summary>Name of the input that a member of a container lies in.</summary>
    private static string InputOf(string archive)
    {
        int member = archive.IndexOf('!', StringComparison.Ordinal);
        return member < 0 ? archive : archive[..member];
    }
}
