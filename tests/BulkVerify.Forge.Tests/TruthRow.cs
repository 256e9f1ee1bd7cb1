using System.Text.Json;

namespace BulkVerify.Forge.Tests;

/// <summary>One line of truth.jsonl.</summary>
public sealed record TruthRow
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required string Archive { get; init; }

    public long Offset { get; init; }

    public long Length { get; init; }

    public required string MessageId { get; init; }

    public required string Class { get; init; }

    public long ReceivedAt { get; init; }

    public required string AuthorDomain { get; init; }

    public required string MailFrom { get; init; }

    public required string Helo { get; init; }

    public required string ClientIp { get; init; }

    public required SpfPart Spf { get; init; }

    public required List<DkimPart> Dkim { get; init; }

    public required ResultPart Arc { get; init; }

    public required DmarcPart Dmarc { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("dmarc_7489")]
    public DmarcPart? Dmarc7489 { get; init; }

    public required string Vendor { get; init; }

    public required string Mode { get; init; }

    public required string Setup { get; init; }

    public string? Indirect { get; init; }

    public required string PolicyShape { get; init; }

    public string? Defect { get; init; }

    public static List<TruthRow> Read(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, Forger.TruthFileName)).Select(static line => JsonSerializer.Deserialize<TruthRow>(line, Names)!)];

    public sealed record SpfPart(string Result, string Domain, string Reason, bool Aligned);

    public sealed record DkimPart(string D, string S, string A, int Bits, string Result, string Reason);

    public sealed record ResultPart(string Result, string Reason);

    public sealed record DmarcPart(string Result, string Policy, string EffectivePolicy, string Reason);
}
