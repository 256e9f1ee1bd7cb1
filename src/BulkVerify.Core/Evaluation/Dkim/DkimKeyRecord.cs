using System.Security.Cryptography;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>One key record, parsed (RFC 6376 §3.6.1). Immutable.</summary>
public sealed class DkimKeyRecord
{
    private static readonly DkimKeyRecord[] MalformedBy = [.. Enum.GetValues<KeyRecordFault>().Select(fault => new DkimKeyRecord { Fault = fault })];

    private string? _sha256;

    /// <summary>What keeps it from being well formed.</summary>
    public KeyRecordFault Fault { get; private init; }

    /// <summary>False when the text does not follow RFC 6376 §3.6.1: the record is to be ignored (§6.1.2 step 5), and the other members mean nothing.</summary>
    public bool IsWellFormed { get; internal init; }

    /// <summary>k=.</summary>
    public DkimKeyType KeyType { get; internal init; }

    /// <summary>p=; null when it is empty (revoked), when the record is not well formed, and for an unknown k=.</summary>
    public DkimPublicKey? PublicKey { get; internal init; }

    /// <summary>True when p= is empty.</summary>
    public bool IsRevoked { get; internal init; }

    /// <summary>h=.</summary>
    public DkimKeyHashes Hashes { get; internal init; } = DkimKeyHashes.All;

    /// <summary>False when s= lists neither "email" nor "*".</summary>
    public bool IsForEmail { get; internal init; } = true;

    /// <summary>t=y: the domain tests DKIM.</summary>
    public bool IsTesting { get; internal init; }

    /// <summary>t=s: the domain of i= must be that of d=.</summary>
    public bool DemandsExactIdentity { get; internal init; }

    /// <summary>SHA-256 of the decoded p= in lower-case hexadecimal digits, which tells a key that several domains share; empty without a key.</summary>
    public string KeySha256 => _sha256 ??= KeyData is null ? "" : Convert.ToHexStringLower(SHA256.HashData(KeyData));

    /// <summary>p=, decoded; null without a key.</summary>
    internal byte[]? KeyData { private get; init; }

    /// <summary>Bits of the key; 0 without one.</summary>
    public int Bits => PublicKey?.Bits ?? 0;

    internal static DkimKeyRecord Malformed(KeyRecordFault fault) => MalformedBy[(int)fault];
}
