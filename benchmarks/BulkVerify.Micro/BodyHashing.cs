using System.Text;
using BenchmarkDotNet.Attributes;
using BulkVerify.Claims;
using BulkVerify.Digests;

namespace BulkVerify.Micro;

/// <summary>Canonicalizing and hashing a body of ordinary text, LF as archives hold it; three l= of it in one pass.</summary>
[MemoryDiagnoser]
public class BodyHashing
{
    private readonly BodyHasher _hasher = new();
    private readonly BodyHashRequests _requests = new();
    private byte[] _body = [];
    private readonly byte[] _hash = new byte[32];

    [Params(8 << 10, 256 << 10)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => _body = Encoding.ASCII.GetBytes(SampleMail.Text(Size, "\n"));

    [Benchmark(Baseline = true)]
    public int Sha256Only() => System.Security.Cryptography.SHA256.HashData(_body, _hash);

    [Benchmark]
    public long Simple() => Hash(Canonicalization.Simple, (long?)null);

    [Benchmark]
    public long Relaxed() => Hash(Canonicalization.Relaxed, (long?)null);

    [Benchmark]
    public long RelaxedInThreeLengths() => Hash(Canonicalization.Relaxed, null, Size / 2, Size / 4);

    private long Hash(Canonicalization way, params ReadOnlySpan<long?> lengths)
    {
        _requests.Clear();
        foreach (long? length in lengths)
            _requests.Add(way, BodyHashAlgorithm.Sha256, length);
        _hasher.Hash(_body, _requests.Items);
        return _requests.Items[0].CanonicalLength;
    }
}
