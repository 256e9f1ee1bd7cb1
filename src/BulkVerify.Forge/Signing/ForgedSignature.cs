namespace BulkVerify.Forge.Signing;

/// <summary>A signature that a message carries, and what happened to the message since.</summary>
/// <param name="keyBits">Bits of the published key; 0 when none is.</param>
internal sealed class ForgedSignature(SignatureRequest request, int keyBits)
{
    public SignatureRequest Request => request;

    public int KeyBits => keyBits;

    /// <summary>The signed part of the body was changed.</summary>
    public bool BodyChanged { get; set; }

    /// <summary>A signed header field was changed.</summary>
    public bool HeaderChanged { get; set; }
}
