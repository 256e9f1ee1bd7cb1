using System.Text;
using BenchmarkDotNet.Attributes;
using BulkVerify.Claims;
using BulkVerify.Digests;

namespace BulkVerify.Micro;

/// <summary>Canonicalizing and hashing a body of ordinary text, LF as archives hold it.</summary>
[MemoryDiagnoser]
public class BodyHashing
{
    private byte[] _message = [];

    [Params(8 << 10, 256 << 10)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var text = new StringBuilder("Subject: x\n\n");
        for (int i = 0; text.Length < Size; i++)
            text.Append("An ordinary line of text of a length as mail has it, number ").Append(i).Append(".\n");
        _message = Encoding.ASCII.GetBytes(text.ToString());
    }

    [Benchmark(Baseline = true)]
    public byte[] Sha256Only() => System.Security.Cryptography.SHA256.HashData(_message);

    [Benchmark]
    public byte[] Simple() => CanonicalForm.BodyHash(_message, Canonicalization.Simple);

    [Benchmark]
    public byte[] Relaxed() => CanonicalForm.BodyHash(_message, Canonicalization.Relaxed);
}
