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

    /// <summary>The instance of an ARC-Authentication-Results, which comes first in it, comments allowed (RFC 8617 §3.9, §4.1.1); 0 when it does not.</summary>
    public static int ParseResults(ReadOnlySpan<byte> value)
    {
        int name = Cfws.Skip(value, 0);
        if (name == value.Length || value[name] != (byte)'i')
            return 0;
        int equals = Cfws.Skip(value, name + 1);
        if (equals == value.Length || value[equals] != (byte)'=')
            return 0;
        int start = Cfws.Skip(value, equals + 1);
        int length = value[start..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        int end = length < 0 ? value.Length : start + length;
        int next = Cfws.Skip(value, end);
        return next == value.Length || value[next] == (byte)';' ? Parse(value[start..end]) : 0;
    }
}
