namespace BulkVerify.Throughput;

/// <summary>What one stage cost over all messages of the archive.</summary>
internal sealed record StageCost(string Name, double CpuSeconds, long AllocatedBytes);
