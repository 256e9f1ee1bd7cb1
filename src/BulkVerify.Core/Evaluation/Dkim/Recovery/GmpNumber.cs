using System.Runtime.InteropServices;

namespace BulkVerify.Evaluation.Dkim.Recovery;

/// <summary>GMP's mpz_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GmpNumber
{
    private readonly int _allocated;

    /// <summary>Limbs in use, negative for a negative number; 0 for zero.</summary>
    public readonly int Size;

    private readonly nint _limbs;
}
