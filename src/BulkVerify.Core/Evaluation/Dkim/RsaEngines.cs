using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>Chooses how RSA is done.</summary>
internal static class RsaEngines
{
    public const string Variable = "BULKVERIFY_RSA";

    /// <summary>The engine of this name, or of the widest vectors for null and other names; the platform's where the processor lacks what the name wants.</summary>
    public static IRsaEngine Create(string? name) => name switch
    {
        "platform" => PlatformRsaEngine.Instance,
        "avx2" when Avx2.IsSupported => new VectorRsaEngine<Avx2Lanes, Vector256<ulong>>(),
        "avx512" when Avx512F.IsSupported => new VectorRsaEngine<Avx512Lanes, Vector512<ulong>>(),
        "avx2" or "avx512" => PlatformRsaEngine.Instance,
        _ when Avx512F.IsSupported => new VectorRsaEngine<Avx512Lanes, Vector512<ulong>>(),
        _ when Avx2.IsSupported => new VectorRsaEngine<Avx2Lanes, Vector256<ulong>>(),
        _ => PlatformRsaEngine.Instance,
    };
}
