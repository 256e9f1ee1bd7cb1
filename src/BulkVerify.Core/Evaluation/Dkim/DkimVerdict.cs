namespace BulkVerify.Evaluation.Dkim;

/// <summary>What verifying one signature came to. The default value is that of a message without one.</summary>
public readonly record struct DkimVerdict
{
    public DkimVerdict(DkimReason reason, int keyBits, KeySource keySource, DkimVerdictFlags flags)
    {
        Reason = reason;
        KeyBits = (ushort)Math.Min(keyBits, ushort.MaxValue);
        KeySource = keySource;
        Flags = flags;
    }

    /// <summary>none without a signature, else pass, fail, policy, neutral, temperror or permerror (RFC 8601 §2.7.1).</summary>
    public AuthResult Result => Reason.ToResult();

    public DkimReason Reason { get; }

    /// <summary>Bits of the RSA modulus, 256 for Ed25519; 0 when no key was read.</summary>
    public ushort KeyBits { get; }

    public KeySource KeySource { get; }

    public DkimVerdictFlags Flags { get; }

    /// <summary>True when the key record says t=y.</summary>
    public bool Testing => (Flags & DkimVerdictFlags.Testing) != 0;

    /// <summary>True when l= leaves part of the body unsigned.</summary>
    public bool UnsignedContent => (Flags & DkimVerdictFlags.UnsignedContent) != 0;
}
