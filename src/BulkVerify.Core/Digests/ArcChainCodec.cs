using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>The sets of an ARC chain as octets, whatever is kept of each signature.</summary>
internal static class ArcChainCodec
{
    public delegate SignatureDigest SignatureReader(ref PackedReader from);

    /// <summary>Appends a chain, or that there is none.</summary>
    /// <param name="state">Handed to <paramref name="writeSignature"/>.</param>
    public static void Write<T>(PackedWriter to, ArcChainDigest? chain, Action<PackedWriter, SignatureDigest, T> writeSignature, T state)
    {
        to.Flag(chain is not null);
        if (chain is null)
            return;
        to.Code(chain.Structure);
        to.Count(chain.Sets.Count);
        foreach (ArcSetDigest set in chain.Sets)
        {
            to.Count(set.Instance);
            foreach (SignatureDigest? signature in (ReadOnlySpan<SignatureDigest?>)[set.MessageSignature, set.Seal])
            {
                to.Flag(signature is not null);
                if (signature is not null)
                    writeSignature(to, signature, state);
            }
        }
    }

    /// <summary>The chain that <see cref="Write"/> wrote; null when it wrote none.</summary>
    public static ArcChainDigest? Read(ref PackedReader from, SignatureReader readSignature)
    {
        if (!from.Flag())
            return null;
        ArcStructure structure = from.Code<ArcStructure>();
        var sets = new ArcSetDigest[from.Items()];
        for (int i = 0; i < sets.Length; i++)
        {
            int instance = from.Count(ArcInstance.Max);
            SignatureDigest? message = from.Flag() ? readSignature(ref from) : null;
            SignatureDigest? seal = from.Flag() ? readSignature(ref from) : null;
            // Evaluation counts on both signatures of each set of a complete chain.
            if (structure == ArcStructure.Complete && (message is null || seal is null))
                from.Fail();
            sets[i] = new ArcSetDigest(instance, message, seal);
        }
        return new ArcChainDigest(structure, sets);
    }
}
