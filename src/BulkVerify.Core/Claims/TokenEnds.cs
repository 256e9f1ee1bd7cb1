using System.Buffers;

namespace BulkVerify.Claims;

/// <summary>What ends a token of Authentication-Results, Received-SPF and their kin: white space, and by the place where it stands some delimiters.</summary>
internal static class TokenEnds
{
    /// <summary>A value, which only a comment ends.</summary>
    public static readonly SearchValues<byte> Value = Of("("u8);

    /// <summary>A value of Received-SPF.</summary>
    public static readonly SearchValues<byte> PairValue = Of("(;"u8);

    /// <summary>The name of a property behind its type, and the version of a method.</summary>
    public static readonly SearchValues<byte> Name = Of("(="u8);

    /// <summary>The type of a property.</summary>
    public static readonly SearchValues<byte> Type = Of("(=."u8);

    /// <summary>The name of a method.</summary>
    public static readonly SearchValues<byte> Method = Of("(=/"u8);

    /// <summary>An authserv-id, a result and the key of Received-SPF.</summary>
    public static readonly SearchValues<byte> Key = Of("(=;"u8);

    private static SearchValues<byte> Of(ReadOnlySpan<byte> delimiters) => SearchValues.Create([.. " \t\r\n"u8, .. delimiters]);
}
