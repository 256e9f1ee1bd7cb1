namespace BulkVerify.Claims;

/// <summary>The instance value of ARC fields (RFC 8617 §4.2.1).</summary>
internal static class ArcInstance
{
    /// <summary>Largest instance.</summary>
    public const int Max = 50;

    /// <summary>1 or 2 digits as a number, which may be over <see cref="Max"/>; 0 for anything else.</summary>
    public static int Parse(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is 0 or > 2 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return 0;
        return digits.Length == 1 ? digits[0] - '0' : (10 * (digits[0] - '0')) + digits[1] - '0';
    }

    /// <summary>The instance of an ARC-Authentication-Results, which comes first in it (RFC 8617 §4.1.1); 0 when it does not.</summary>
    public static int ParseResults(ReadOnlySpan<byte> value)
    {
        int semicolon = value.IndexOf((byte)';');
        ReadOnlySpan<byte> tag = semicolon < 0 ? value : value[..semicolon];
        int equals = tag.IndexOf((byte)'=');
        bool isInstance = equals > 0 && TagList.TrimWhiteSpace(tag[..equals]).SequenceEqual("i"u8);
        return isInstance ? Parse(TagList.TrimWhiteSpace(tag[(equals + 1)..])) : 0;
    }
}
