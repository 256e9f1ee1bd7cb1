using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Claims;
using BulkVerify.Senders;

namespace BulkVerify.Cli.Commands;

/// <summary>Groups messages by the vendor that their headers claim. Nothing is verified, so that there are as many groups as vendors. Not thread-safe.</summary>
internal sealed class HeaderMatcher(VendorCatalog catalog)
{
    private readonly NameTable _names = new();
    private readonly HeaderTable _headers = new();
    private readonly SenderAttributor _attributor = new(catalog, domain => domain);
    private readonly Dictionary<string, HeaderMatch> _matches = new(StringComparer.Ordinal);

    public long Messages { get; private set; }

    /// <summary>The groups, largest first.</summary>
    public IReadOnlyList<HeaderMatch> Matches => [.. _matches.Values.OrderByDescending(m => m.Messages).ThenBy(m => m.Attribution.Sender, StringComparer.Ordinal)];

    /// <summary>Takes every message of a plan.</summary>
    /// <returns>What could not be read.</returns>
    public async Task<IReadOnlyList<Fault>> ReadAsync(ArchivePlan plan, CancellationToken cancellation)
    {
        List<Fault> faults = [.. plan.Faults];
        await using var archives = new PlanReader(plan, plan.Splits.Select(s => s.Id), new SlabPool(4 * SlabPool.SlabSize), new ReadOptions());
        foreach (PlannedSplit split in plan.Splits)
        {
            await using SplitReader reader = archives.Open(split, cancellation);
            while (await reader.ReadAsync().ConfigureAwait(false) is { } batch)
            {
                using (batch)
                {
                    foreach (MessageExtent message in batch.Messages)
                        Add(batch.BytesOf(message), message.Locator);
                    faults.AddRange(batch.Faults);
                }
            }
        }
        return faults;
    }

    private void Add(ReadOnlySpan<byte> message, MessageLocator place)
    {
        Messages++;
        HeaderScanner.Scan(message, _headers);
        SignatureEvidence[] signatures = [.. new SignatureClaimReader(_names).Read(message, _headers).Dkim
            .Where(s => s.Domain is not null)
            .Select(s => new SignatureEvidence(s.Domain!, s.Selector?.Value ?? "", Passes: false, IsAligned: false) { IsOpen = true, Fault = "not verified" })];
        var evidence = new SenderEvidence { Signatures = signatures, Marks = new VendorMarkReader(catalog.Fingerprints, _names).Read(message, _headers) };
        Attribution attribution = _attributor.Attribute(evidence);
        _matches[attribution.Sender] = _matches.TryGetValue(attribution.Sender, out HeaderMatch? known)
            ? known with { Messages = known.Messages + 1 }
            : new HeaderMatch(attribution, 1, place);
    }
}
