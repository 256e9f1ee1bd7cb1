using System.IO.Hashing;
using System.Security.Cryptography;

namespace BulkVerify.Digests;

/// <summary>A hash of octets that come in pieces. Used once.</summary>
internal sealed class RunningHash(BodyHashAlgorithm algorithm)
{
    private readonly XxHash3? _fast = algorithm == BodyHashAlgorithm.XxHash3 ? new XxHash3() : null;

    private readonly IncrementalHash? _secure = algorithm switch
    {
        BodyHashAlgorithm.Sha256 => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
        BodyHashAlgorithm.Sha1 => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
        _ => null,
    };

    public void Append(ReadOnlySpan<byte> octets)
    {
        _fast?.Append(octets);
        _secure?.AppendData(octets);
    }

    /// <summary>The hash; nothing can be appended after.</summary>
    public byte[] End()
    {
        if (_fast is not null)
            return _fast.GetCurrentHash();
        byte[] hash = _secure!.GetHashAndReset();
        _secure.Dispose();
        return hash;
    }
}
