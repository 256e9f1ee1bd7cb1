using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Engine.Runs;
using BulkVerify.Evaluation.Dkim.Recovery;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>
/// Collects the signatures of a run whose key is gone. The rows say which they are; their octets are in the kept digests, else in the archives, of which only the splits that hold such a
/// signature are read again.
/// One caller at a time.
/// </summary>
internal sealed class GoneSignatures(RunReader run, RecoveryOptions options)
{
    /// <summary>Names that are counted: there is no end of them in forged mail.</summary>
    private const int MaxNames = 1 << 20;

    private readonly Dictionary<(string Domain, string Selector), GoneKey> _names = [];
    private readonly Dictionary<(string Domain, string Selector, int Length), KeyGroup> _groups = [];
    private readonly List<string> _warnings = [];
    private readonly HeaderTable _headers = new();
    private readonly MessageDigester _digester = new(new DigestOptions { FingerprintBodies = false });
    private readonly SignatureClaimReader _claims = new(new NameTable());
    private long _messages;

    public IReadOnlyCollection<KeyGroup> Groups => _groups.Values;

    /// <summary>Archives that could not be read again, in words.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>(d, s) whose key is gone and that have too few signatures to recover it.</summary>
    public int TooSmall { get; private set; }

    /// <summary>(d, s) beyond <see cref="RecoveryOptions.MaxGroups"/>.</summary>
    public int TooMany { get; private set; }

    /// <summary>The first <see cref="RecoveryOptions.MaxNamed"/> of those that are not searched, in text order.</summary>
    public IReadOnlyList<UnsearchedKey> Unsearched { get; private set; } = [];

    /// <summary>Reads rows and archives; each signature goes to the spill and into its group.</summary>
    /// <param name="progress">Told how many of how many splits are read.</param>
    public async Task ReadAsync(SignatureSpill spill, Action<int, int>? progress, CancellationToken cancellation)
    {
        await CountAsync(cancellation).ConfigureAwait(false);
        ArchivePlan plan = run.ReadPlan() ?? throw new InvalidDataException($"{run.Folder.PlanFile}: is missing, and with it the names of the archives. Verify them again.");
        int done = 0;
        await using var archives = new PlanReader(plan, plan.Splits.Select(s => s.Id), new SlabPool(4 * SlabPool.SlabSize), RunSetup.Reading(run.Options, new EngineOptions()));
        foreach (PlannedSplit split in plan.Splits)
        {
            if (_names.Count > 0 && run.Folder.IsCommitted(split.Id))
                await ReadSplitAsync(archives, plan, split, spill, cancellation).ConfigureAwait(false);
            progress?.Invoke(++done, plan.Splits.Count);
        }
    }

    /// <summary>Finds the names whose key is gone, and keeps the largest.</summary>
    private async Task CountAsync(CancellationToken cancellation)
    {
        var elliptic = new HashSet<(string Domain, string Selector)>();
        await foreach (MessageRow row in run.ReadRowsAsync(cancellation).ConfigureAwait(false))
        {
            foreach (SignatureRow signature in row.Dkim)
            {
                if (signature.A == "ed25519-sha256" && IsNamed(signature) && RowAssessor.KeyGone.Contains(signature.Reason) && elliptic.Count < RecoveryOptions.MaxNamed)
                    elliptic.Add((signature.D, signature.S));
                if (!IsSearched(signature) || (_names.Count >= MaxNames && !_names.ContainsKey((signature.D, signature.S))))
                    continue;
                GoneKey name = _names.GetValueOrDefault((signature.D, signature.S));
                name.Add(signature);
                _names[(signature.D, signature.S)] = name;
            }
        }
        KeyValuePair<(string Domain, string Selector), GoneKey>[] gone = [.. _names.Where(n => n.Value.Wanted > 0)];
        KeyValuePair<(string Domain, string Selector), GoneKey>[] large = [.. gone.Where(n => n.Value.Wanted >= options.MinSignatures)
            .OrderByDescending(n => n.Value.Wanted).ThenBy(n => n.Key.Domain, StringComparer.Ordinal).ThenBy(n => n.Key.Selector, StringComparer.Ordinal)];
        TooSmall = gone.Length - large.Length;
        TooMany = Math.Max(0, large.Length - RecoveryOptions.MaxGroups);
        Unsearched = [.. gone.Where(n => n.Value.Wanted < options.MinSignatures)
            .Select(n => new UnsearchedKey(n.Key.Domain, n.Key.Selector, $"not searched: needs at least {options.MinSignatures} signatures and has {n.Value.Wanted}"))
            .Concat(elliptic.Select(n => new UnsearchedKey(n.Domain, n.Selector, "cannot be recovered: signatures of Ed25519 do not give their key away")))
            .OrderBy(k => k.Domain, StringComparer.Ordinal).ThenBy(k => k.Selector, StringComparer.Ordinal).Take(RecoveryOptions.MaxNamed)];
        _names.Clear();
        foreach ((var name, GoneKey standing) in large.Take(RecoveryOptions.MaxGroups))
            _names.Add(name, standing);
    }

    private bool IsSearched(SignatureRow signature) =>
        IsNamed(signature) && signature.A is "rsa-sha256" or "rsa-sha1";

    private bool IsNamed(SignatureRow signature) =>
        signature.D.Length > 0 && signature.S.Length > 0
        && (options.Domain is null || signature.D == options.Domain.Value) && (options.Selector is null || signature.S == options.Selector.Value);

    private async Task ReadSplitAsync(PlanReader archives, ArchivePlan plan, PlannedSplit split, SignatureSpill spill, CancellationToken cancellation)
    {
        Dictionary<MessageLocator, MessageRow> wanted = await WantedAsync(split, cancellation).ConfigureAwait(false);
        if (wanted.Count == 0)
            return;
        string kept = RunFolder.DigestsIn(run.Folder.SplitFolder(split.Id));
        if (File.Exists(kept))
        {
            ReadDigests(kept, wanted, spill);
            return;
        }
        ArchiveInput first = plan.Inputs[split.FirstInput];
        if (first.Path == "-")
        {
            _warnings.Add($"standard input cannot be read again: {wanted.Count} messages are left out. Verify it with --keep-digests.");
            return;
        }
        await using SplitReader reader = archives.Open(split, cancellation);
        while (await reader.ReadAsync().ConfigureAwait(false) is { } batch)
        {
            using (batch)
            {
                foreach (Fault fault in batch.Faults.Where(f => f.Kind is FaultKind.InputChanged or FaultKind.NotFound or FaultKind.NoPermission or FaultKind.ReadError or FaultKind.Damaged))
                    _warnings.Add($"{fault.Archive}: {fault.Detail} Its signatures are left out.");
                foreach (MessageExtent extent in batch.Messages)
                {
                    if (wanted.TryGetValue(extent.Locator, out MessageRow? row))
                        AddMessage(batch, extent, row, spill);
                }
            }
        }
    }

    /// <summary>Kept digests hold all that is needed: no archive is read.</summary>
    private void ReadDigests(string path, Dictionary<MessageLocator, MessageRow> wanted, SignatureSpill spill)
    {
        using FileStream file = File.OpenRead(path);
        var digests = new DigestFileReader(file, path);
        foreach (MessageDigest digest in digests.ReadAll())
        {
            if (wanted.TryGetValue(digest.Locator, out MessageRow? row))
                AddMessage(digest.Signatures, row, spill);
        }
    }

    /// <summary>Rows of the split with a signature of a group.</summary>
    private async Task<Dictionary<MessageLocator, MessageRow>> WantedAsync(PlannedSplit split, CancellationToken cancellation)
    {
        var wanted = new Dictionary<MessageLocator, MessageRow>();
        await foreach (MessageRow row in RowFileReader.ReadAsync(new SplitFiles(run.Folder.SplitFolder(split.Id)).Rows(), cancellation).ConfigureAwait(false))
        {
            if (row.Dkim.Exists(IsWanted))
                wanted[new MessageLocator(row.Archive, row.Offset)] = row;
        }
        return wanted;
    }

    private bool IsWanted(SignatureRow signature) => _names.TryGetValue((signature.D, signature.S), out GoneKey name) && IsSearched(signature) && name.Wants(signature);

    private void AddMessage(MessageBatch batch, in MessageExtent extent, MessageRow row, SignatureSpill spill)
    {
        ReadOnlySpan<byte> message = batch.BytesOf(extent);
        if (!HeaderScanner.Scan(message, _headers))
            return;
        SignatureClaims claims = _claims.Read(message, _headers);
        AddMessage(_digester.Digest(message, _headers, claims, batch.Variant, extent.HasQuotedFrom), row, spill);
    }

    private void AddMessage(SignatureDigests digests, MessageRow row, SignatureSpill spill)
    {
        _messages++;
        for (int i = 0; i < Math.Min(row.Dkim.Count, digests.Dkim.Count); i++)
        {
            SignatureDigest digest = digests.Dkim[i];
            if (IsWanted(row.Dkim[i]) && !digest.HeaderHash.IsEmpty && digest.Claim is { Domain: not null, Selector: not null })
                AddSignature(digest, row.ReceivedAt, spill);
        }
    }

    private void AddSignature(SignatureDigest digest, long? receivedAt, SignatureSpill spill)
    {
        SignatureClaim claim = digest.Claim;
        (string, string, int) name = (claim.Domain!.Value, claim.Selector!.Value, claim.Signature.Length);
        if (claim.Signature.Length is < 64 or > 1024)
            return;
        if (!_groups.TryGetValue(name, out KeyGroup? group))
            _groups[name] = group = new KeyGroup(_groups.Count, claim.Domain, claim.Selector, claim.Signature.Length);
        var signature = new RecoverableSignature(digest.HeaderHash, claim.Signature);
        group.Add(signature, digest.BodyHashMatches);
        spill.Add(group.Id, _messages, receivedAt, signature);
    }
}
