using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Micro;

/// <summary>RSA signatures one and many at a time, by the size of the key. An engine that the processor does not have is the platform's.</summary>
[MemoryDiagnoser]
public class RsaVerifying
{
    private const int Signatures = 64;
    private const int Keys = 4;

    private static readonly Dictionary<int, (RSA Rsa, DkimKeyRecord Record)[]> KeysBySize = [];

    private readonly bool[] _outcomes = new bool[Signatures];
    private SignatureCheck[] _checks = [];
    private IRsaEngine _engine = null!;

    [Params(1024, 2048, 3072)]
    public int Bits { get; set; }

    [Params("platform", "avx2", "avx512")]
    public string Engine { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _engine = RsaEngines.Create(Engine);
        if (!KeysBySize.TryGetValue(Bits, out (RSA Rsa, DkimKeyRecord Record)[]? keys))
            keys = KeysBySize[Bits] = [.. Enumerable.Range(0, Keys).Select(_ => NewKey())];
        _checks = new SignatureCheck[Signatures];
        for (int i = 0; i < Signatures; i++)
        {
            byte[] hash = SHA256.HashData([(byte)i]);
            (RSA rsa, DkimKeyRecord record) = keys[i % Keys];
            _checks[i] = new SignatureCheck(record, hash, rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }
    }

    [Benchmark(OperationsPerInvoke = Signatures)]
    public bool Many()
    {
        _engine.Verify(_checks, _outcomes);
        return _outcomes[0];
    }

    [Benchmark]
    public bool One()
    {
        _engine.Verify(_checks.AsSpan(0, 1), _outcomes);
        return _outcomes[0];
    }

    private (RSA, DkimKeyRecord) NewKey()
    {
        var rsa = RSA.Create(Bits);
        RSAParameters numbers = rsa.ExportParameters(includePrivateParameters: false);
        return (rsa, new DkimKeyRecord { IsWellFormed = true, KeyType = DkimKeyType.Rsa, PublicKey = DkimPublicKey.Rsa(numbers.Modulus, numbers.Exponent) });
    }
}
