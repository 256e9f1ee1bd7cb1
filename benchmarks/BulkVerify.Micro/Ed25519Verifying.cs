using BenchmarkDotNet.Attributes;
using BulkVerify.Evaluation.Dkim;
using NSec.Cryptography;

namespace BulkVerify.Micro;

/// <summary>Ed25519 signatures with a key that was imported before.</summary>
[MemoryDiagnoser]
public class Ed25519Verifying
{
    private readonly SignatureBatchVerifier _verifier = new();
    private readonly SignatureCheckBatch _batch = new();

    [GlobalSetup]
    public void Setup()
    {
        using Key key = Key.Create(NSec.Cryptography.SignatureAlgorithm.Ed25519);
        byte[] hash = new byte[32];
        byte[] signature = NSec.Cryptography.SignatureAlgorithm.Ed25519.Sign(key, hash);
        var record = new DkimKeyRecord { IsWellFormed = true, KeyType = DkimKeyType.Ed25519, PublicKey = DkimPublicKey.Ed25519(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)) };
        _batch.Add(new SignatureCheck(record, hash, signature));
    }

    [Benchmark]
    public bool Verify()
    {
        _verifier.Verify(_batch);
        return _batch.IsValid(0);
    }
}
