using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace BulkVerify.Dns;

/// <summary>One question to the DNS. Equal questions have one answer in a run.</summary>
public readonly record struct DnsQuestion(DomainName Name, DnsRecordType Type)
{
    // The compiler's own compares the type as an object until the method is optimized.
    public bool Equals(DnsQuestion other) => Type == other.Type && Name == other.Name;

    public override int GetHashCode() => (Name?.GetHashCode() ?? 0) ^ ((int)Type << 16);

    /// <summary>128 bits that stand for the question, whatever the length of its name.</summary>
    /// <param name="seed">One that nobody knows where made-up names must not collide.</param>
    public UInt128 Fingerprint(long seed = 0) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(Name.Value.AsSpan()), seed + (long)Type);

    public override string ToString() => $"{Name} {Type.ToString().ToUpperInvariant()}";
}
