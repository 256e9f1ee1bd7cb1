using System.Runtime.CompilerServices;

namespace BulkVerify.Digests;

/// <summary>The numbers of an enum's members as they are stored, and which numbers are members. Flags may be combined.</summary>
internal static class EnumCodes<T>
    where T : struct, Enum
{
    private static readonly ulong All = Enum.GetValues<T>().Aggregate(0UL, (all, value) => all | CodeOf(value));
    private static readonly ulong Largest = Enum.GetValues<T>().Max(CodeOf);
    private static readonly bool IsFlags = typeof(T).IsDefined(typeof(FlagsAttribute), inherit: false);

    public static ulong CodeOf(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<T, byte>(value),
        2 => Unsafe.BitCast<T, ushort>(value),
        _ => Unsafe.BitCast<T, uint>(value),
    };

    /// <summary>Members are numbered from 0 without gaps, or are flags.</summary>
    public static bool TryGet(ulong code, out T value)
    {
        value = default;
        if (IsFlags ? (code & ~All) != 0 : code > Largest)
            return false;
        value = Unsafe.SizeOf<T>() switch
        {
            1 => Unsafe.BitCast<byte, T>((byte)code),
            2 => Unsafe.BitCast<ushort, T>((ushort)code),
            _ => Unsafe.BitCast<uint, T>((uint)code),
        };
        return true;
    }
}
