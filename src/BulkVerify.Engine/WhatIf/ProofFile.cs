using System.Globalization;
using System.Text.Json;
using BulkVerify.Engine.Runs;
using BulkVerify.Reports.Rows;
using BulkVerify.Summaries;

namespace BulkVerify.Engine.WhatIf;

/// <summary>proofs.json of a run folder: what changes of records gain, so that a summary need not judge the mail again each time. A shortcut: it holds for one state of the
/// splits, and whoever deletes it loses time only.</summary>
internal sealed record ProofFile(string Splits, SortedDictionary<string, ChangeProof> Proofs)
{
    /// <summary>XXH128 over all of this but itself, hex: what was changed since is proven again.</summary>
    public string Checksum { get; init; } = "";

    /// <summary>What is known of the run as it is now; empty when nothing is.</summary>
    public static ProofFile Read(RunReader reader)
    {
        string state = StateOf(reader);
        try
        {
            if (File.Exists(reader.Folder.ProofsFile)
                && JsonSerializer.Deserialize<ProofFile>(File.ReadAllBytes(reader.Folder.ProofsFile), RunFolder.Json) is { Proofs: not null } known && known.Splits == state && known.Checksum == known.Sum())
                return known with { Proofs = new SortedDictionary<string, ChangeProof>(known.Proofs, StringComparer.Ordinal) };
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // What cannot be read is proven again.
        }
        return new ProofFile(state, new SortedDictionary<string, ChangeProof>(StringComparer.Ordinal));
    }

    /// <summary>Keeps it where the folder can be written; a run on read-only storage is proven again each time.</summary>
    public void TryWrite(RunReader reader)
    {
        try
        {
            DurableFile.Replace(reader.Folder.ProofsFile, stream => JsonSerializer.Serialize(stream, this with { Checksum = Sum() }, RunFolder.Json));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string Sum() => FileChecksum.Of(JsonSerializer.SerializeToUtf8Bytes(this with { Checksum = "" }, RunFolder.Json));

    /// <summary>Splits with the sizes and times of what they are judged by: any other state proves anew.</summary>
    private static string StateOf(RunReader reader) => string.Join(' ', reader.Folder.CommittedSplits().Select(split =>
    {
        var rows = new FileInfo(RunFolder.RowsIn(split));
        if (!rows.Exists)
            throw DamagedFile.Missing(rows.FullName);
        return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(split)}:{rows.Length}:{rows.LastWriteTimeUtc.Ticks}");
    }));
}
