namespace BulkVerify.Claims;

/// <summary>The instance value of ARC fields (RFC 8617 §4.2.1).</summary>
internal static class ArcInstance
{
    /// <summary>Largest instance.</summary>
    public const int Max = 50;

    /// <summary>1 or 2 digits, 1 to 50.</summary>
    public static bool TryParse(ReadOnlySpan<byte> digits, out int instance)
    {
        instance = 0;
        if (digits.Length is 0 or > 2 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        foreach (byte digit in digits)
            instance = (instance * 10) + digit - '0';
        return instance is >= 1 and <= Max;
    }

    /// <summary>The instance of an ARC-Authentication-Results, which comes first in it (RFC 8617 §4.1.1).</summary>
    public static bool TryParseResults(ReadOnlySpan<byte> value, out int instance)
    {
        instance = 0;
        int semicolon = value.IndexOf((byte)';');
        ReadOnlySpan<byte> tag = TagList.TrimWhiteSpace(semicolon < 0 ? value : value[..semicolon]);
        int equals = tag.IndexOf((byte)'=');
        return equals > 0 && TagList.TrimWhiteSpace(tag[..equals]).SequenceEqual("i"u8) && TryParse(TagList.TrimWhiteSpace(tag[(equals + 1)..]), out instance);
    }
}
