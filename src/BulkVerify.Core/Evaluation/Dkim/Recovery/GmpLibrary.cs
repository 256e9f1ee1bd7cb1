using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BulkVerify.Evaluation.Dkim.Recovery;

/// <summary>
/// The system's GMP (libgmp): greatest common divisors of numbers of 10^8 bits in seconds, where System.Numerics would take hours. Optional: nothing but key recovery
/// needs it. Its memory is counted per thread.
/// </summary>
public static unsafe partial class GmpLibrary
{
    /// <summary>Names the library where it is at an unusual place; "none" does without it.</summary>
    public const string Variable = "BULKVERIFY_GMP";

    /// <summary>What to do where <see cref="IsAvailable"/> is false.</summary>
    public const string HowToInstall =
        "recovering keys needs the GMP library, which is not here. Install it with 'apt-get install libgmp10' (Debian, Ubuntu), 'dnf install gmp' (Fedora) or 'brew install gmp' (macOS), "
        + "or name its file in the environment variable " + Variable + ".";

    private const string Name = "gmp";

    private static readonly string[] FileNames = ["libgmp.so.10", "libgmp.10.dylib", "/opt/homebrew/lib/libgmp.10.dylib", "/usr/local/lib/libgmp.10.dylib", "libgmp-10.dll"];

    private static readonly nint Handle = Load();

    [ThreadStatic]
    private static long _bytes;

    [ThreadStatic]
    private static long _peak;

    public static bool IsAvailable => Handle != 0;

    /// <summary>Most bytes that GMP held on this thread since <see cref="ResetPeak"/>.</summary>
    public static long PeakBytes => _peak;

    /// <summary>Begins counting <see cref="PeakBytes"/> anew on this thread.</summary>
    public static void ResetPeak() => _peak = _bytes;

    private static nint Load()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (named == "none")
            return 0;
        foreach (string file in string.IsNullOrEmpty(named) ? FileNames : [named])
        {
            if (!NativeLibrary.TryLoad(file, out nint handle) || !NativeLibrary.TryGetExport(handle, "__gmpz_gcd", out _))
                continue;
            NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Name ? handle : 0);
            SetMemoryFunctions(&Allocate, &Reallocate, &Free);
            return handle;
        }
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Allocate(nuint size)
    {
        Count((long)size);
        return NativeMemory.Alloc(size);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Reallocate(void* block, nuint oldSize, nuint newSize)
    {
        Count((long)newSize - (long)oldSize);
        return NativeMemory.Realloc(block, newSize);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(void* block, nuint size)
    {
        Count(-(long)size);
        NativeMemory.Free(block);
    }

    private static void Count(long change)
    {
        _bytes += change;
        _peak = Math.Max(_peak, _bytes);
    }

    [LibraryImport(Name, EntryPoint = "__gmp_set_memory_functions")]
    private static partial void SetMemoryFunctions(
        delegate* unmanaged[Cdecl]<nuint, void*> allocate, delegate* unmanaged[Cdecl]<void*, nuint, nuint, void*> reallocate, delegate* unmanaged[Cdecl]<void*, nuint, void> free);

    [LibraryImport(Name, EntryPoint = "__gmpz_init")]
    internal static partial void Init(ref GmpNumber number);

    [LibraryImport(Name, EntryPoint = "__gmpz_clear")]
    internal static partial void Clear(ref GmpNumber number);

    [LibraryImport(Name, EntryPoint = "__gmpz_import")]
    internal static partial void Import(ref GmpNumber to, nuint count, int order, nuint size, int endian, nuint nails, byte* from);

    [LibraryImport(Name, EntryPoint = "__gmpz_export")]
    internal static partial void* Export(byte* to, out nuint count, int order, nuint size, int endian, nuint nails, ref GmpNumber from);

    [LibraryImport(Name, EntryPoint = "__gmpz_sizeinbase")]
    internal static partial nuint SizeInBase(ref GmpNumber number, int radix);

    [LibraryImport(Name, EntryPoint = "__gmpz_pow_ui")]
    internal static partial void Power(ref GmpNumber to, ref GmpNumber number, CULong exponent);

    [LibraryImport(Name, EntryPoint = "__gmpz_powm_ui")]
    internal static partial void PowerModulo(ref GmpNumber to, ref GmpNumber number, CULong exponent, ref GmpNumber modulus);

    [LibraryImport(Name, EntryPoint = "__gmpz_add")]
    internal static partial void Add(ref GmpNumber to, ref GmpNumber number, ref GmpNumber more);

    [LibraryImport(Name, EntryPoint = "__gmpz_sub")]
    internal static partial void Subtract(ref GmpNumber to, ref GmpNumber number, ref GmpNumber less);

    [LibraryImport(Name, EntryPoint = "__gmpz_mul")]
    internal static partial void Multiply(ref GmpNumber to, ref GmpNumber one, ref GmpNumber other);

    [LibraryImport(Name, EntryPoint = "__gmpz_gcd")]
    internal static partial void GreatestCommonDivisor(ref GmpNumber to, ref GmpNumber one, ref GmpNumber other);

    [LibraryImport(Name, EntryPoint = "__gmpz_divisible_ui_p")]
    internal static partial int IsDivisible(ref GmpNumber number, CULong divisor);

    [LibraryImport(Name, EntryPoint = "__gmpz_tdiv_q_ui")]
    internal static partial CULong DivideExactly(ref GmpNumber to, ref GmpNumber number, CULong divisor);

    [LibraryImport(Name, EntryPoint = "__gmpz_ui_sub")]
    internal static partial void SubtractFrom(ref GmpNumber to, CULong number, ref GmpNumber less);

    [LibraryImport(Name, EntryPoint = "__gmpz_neg")]
    internal static partial void Negate(ref GmpNumber to, ref GmpNumber number);

    [LibraryImport(Name, EntryPoint = "__gmpz_setbit")]
    internal static partial void SetBit(ref GmpNumber number, CULong bit);

    [LibraryImport(Name, EntryPoint = "__gmpz_scan1")]
    internal static partial CULong LowestOne(ref GmpNumber number, CULong from);

    [LibraryImport(Name, EntryPoint = "__gmpz_tdiv_q_2exp")]
    internal static partial void ShiftRight(ref GmpNumber to, ref GmpNumber number, CULong bits);

    /// <summary>Never negative.</summary>
    [LibraryImport(Name, EntryPoint = "__gmpz_fdiv_r_2exp")]
    internal static partial void LowBits(ref GmpNumber to, ref GmpNumber number, CULong bits);

    [LibraryImport(Name, EntryPoint = "__gmpz_realloc2")]
    internal static partial void Resize(ref GmpNumber number, CULong bits);

    [LibraryImport(Name, EntryPoint = "__gmpz_limbs_read")]
    internal static partial nuint* ReadLimbs(ref GmpNumber number);

    [LibraryImport(Name, EntryPoint = "__gmpz_limbs_write")]
    internal static partial nuint* WriteLimbs(ref GmpNumber number, CLong limbs);

    [LibraryImport(Name, EntryPoint = "__gmpz_limbs_modify")]
    internal static partial nuint* ModifyLimbs(ref GmpNumber number, CLong limbs);

    [LibraryImport(Name, EntryPoint = "__gmpz_limbs_finish")]
    internal static partial void FinishLimbs(ref GmpNumber number, CLong limbs);

    [LibraryImport(Name, EntryPoint = "__gmpn_mul")]
    internal static partial nuint MultiplyLimbs(nuint* to, nuint* longer, CLong longerLength, nuint* shorter, CLong shorterLength);

    /// <summary>The first one is not the shorter one; the result may be the first.</summary>
    [LibraryImport(Name, EntryPoint = "__gmpn_add")]
    internal static partial nuint AddLimbs(nuint* to, nuint* longer, CLong longerLength, nuint* shorter, CLong shorterLength);

    /// <summary>Destroys both; the first one is not the shorter one, one of them is odd, and the result, which has its length returned, may be either.</summary>
    [LibraryImport(Name, EntryPoint = "__gmpn_gcd")]
    internal static partial CLong CommonDivisorOfLimbs(nuint* to, nuint* longer, CLong longerLength, nuint* shorter, CLong shorterLength);
}
