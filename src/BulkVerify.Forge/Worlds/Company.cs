using BulkVerify.Forge.Truths;

namespace BulkVerify.Forge.Worlds;

/// <summary>A company whose mail is looked at.</summary>
internal sealed record Company(int Index, string Name, string Base, PolicyShape Shape)
{
    /// <summary>Domain in From.</summary>
    public required string Author { get; init; }

    /// <summary>Domain below which its keys and envelopes stand: the author domain, save where that must not exist.</summary>
    public required string Home { get; init; }

    public required PolicyFacts Rules9989 { get; init; }

    public required PolicyFacts Rules7489 { get; init; }

    /// <summary>How each vendor, by index, is set up.</summary>
    public required IReadOnlyList<Setup> Setups { get; init; }

    /// <summary>Share of the mail.</summary>
    public double Weight { get; init; } = 1;

    public string Owner => "company:" + Base;

    /// <summary>One label that stands for the company at vendors.</summary>
    public string Label => Base.Replace('.', '-');

    public string HostName(int host) => $"out{host}.{Base}";
}
