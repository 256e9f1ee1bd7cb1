using BulkVerify.Forge.Signing;

namespace BulkVerify.Forge.Planning;

/// <summary>Draws how signatures are made.</summary>
internal sealed class SignatureDraw(ForgeProfile profile)
{
    private const double SecondShare = 0.29;
    private const double ThirdShare = 0.03;

    private static readonly (SigningAlgorithm Algorithm, double Weight)[] Algorithms =
    [
        (SigningAlgorithm.Rsa2048, 85), (SigningAlgorithm.Rsa1024, 8), (SigningAlgorithm.Ed25519, 4),
        (SigningAlgorithm.Rsa4096, 1), (SigningAlgorithm.Rsa512, 1), (SigningAlgorithm.RsaSha1, 1),
    ];

    private static readonly double[] AlgorithmWeights = [.. Algorithms.Select(static entry => entry.Weight)];

    private static readonly string[] Canonicalizations = ["relaxed/relaxed", "relaxed/simple", "simple/simple"];

    private static readonly double[] CanonicalizationWeights = [75, 15, 10];

    /// <summary>The signatures besides the first: true for one by the platform.</summary>
    public IReadOnlyList<bool> Others(ForgeRandom random)
    {
        if (profile == ForgeProfile.Small)
            return [true];
        if (profile == ForgeProfile.Catalog)
            return [];
        double draw = random.NextDouble();
        return draw < ThirdShare ? [true, false] : draw < ThirdShare + SecondShare ? [true] : [];
    }

    public SignatureRequest Draw(string domain, string selector, string? alias, Defect defect, ForgeRandom random)
    {
        SigningAlgorithm algorithm = defect.Algorithm ?? (defect.Signature != SignatureFault.None || profile is ForgeProfile.Small or ForgeProfile.Catalog
            ? SigningAlgorithm.Rsa2048
            : Algorithms[random.Weighted(AlgorithmWeights)].Algorithm);
        string suffix = algorithm.SelectorSuffix + (IsOfKey(defect.Signature) ? "-" + defect.Signature.ToString().ToLowerInvariant() : "");
        return new SignatureRequest(
            domain, selector + suffix, algorithm, Canonicalizations[random.Weighted(CanonicalizationWeights)], defect.Signature, suffix.Length == 0 ? alias : null)
        {
            Style = random.Next(TagFields.Styles),
            Oversign = random.Chance(0.2),
            UsesUnpublishedKey = defect.UnpublishedKey,
        };
    }

    private static bool IsOfKey(SignatureFault fault) => fault is >= SignatureFault.WrongKey and <= SignatureFault.KeyTimeout;
}
