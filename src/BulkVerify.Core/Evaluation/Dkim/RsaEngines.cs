using System.Runtime.Intrinsics.X86;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>Chooses how RSA is done.</summary>
internal static class RsaEngines
{
    public const string Variable = "BULKVERIFY_RSA";

    // Four lanes cost less than two platform operations, and eight about a quarter more than four.
    private const int LeastOfFour = 2;
    private const int LeastOfEight = 5;

    /// <summary>The engine of this name, or of the widest vectors for null and other names; the platform's where the processor lacks what the name wants.</summary>
    public static IRsaEngine Create(string? name) => name switch
    {
        "platform" => PlatformRsaEngine.Instance,
        "avx2" when Avx2.IsSupported => Four(),
        "avx512" when Avx512DQ.IsSupported => Eight(),
        "avx2" or "avx512" => PlatformRsaEngine.Instance,
        _ when Avx512DQ.IsSupported => Eight(),
        _ when Avx2.IsSupported => Four(),
        _ => PlatformRsaEngine.Instance,
    };

    private static VectorRsaEngine<Avx2RsaKernel, ulong> Four() => new(LeastOfFour, PlatformRsaEngine.Instance);

    private static VectorRsaEngine<Avx512RsaKernel, double> Eight() => new(LeastOfEight, Four());
}
