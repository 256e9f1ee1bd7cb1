namespace BulkVerify.Forge;

/// <summary>What was forged.</summary>
/// <param name="Archives">Files and folders made, relative to the output folder.</param>
/// <param name="Bytes">Of all messages as stored.</param>
/// <param name="Keys">Private keys used.</param>
/// <param name="Records">DNS records published.</param>
public sealed record ForgeSummary(int Messages, long Bytes, int Signatures, int Keys, int Records, IReadOnlyList<string> Archives, TimeSpan Elapsed);
