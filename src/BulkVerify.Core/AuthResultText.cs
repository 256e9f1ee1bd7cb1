using System.Text;

namespace BulkVerify;

/// <summary>RFC 8601 spellings of <see cref="AuthResult"/>.</summary>
public static class AuthResultText
{
    private static readonly string[] Words = ["none", "pass", "fail", "softfail", "neutral", "policy", "temperror", "permerror"];

    public static string ToWord(this AuthResult result) => Words[(int)result];

    /// <summary>The result of this spelling, any case; null for a word that RFC 8601 does not register.</summary>
    public static AuthResult? FromWord(ReadOnlySpan<char> word)
    {
        for (int i = 0; i < Words.Length; i++)
        {
            if (word.Equals(Words[i], StringComparison.OrdinalIgnoreCase))
                return (AuthResult)i;
        }
        return null;
    }

    /// <summary>The same for octets; "hardfail" is the old spelling of fail (RFC 8601 §2.7.2).</summary>
    public static AuthResult? FromWord(ReadOnlySpan<byte> word)
    {
        for (int i = 0; i < Words.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(word, Words[i]))
                return (AuthResult)i;
        }
        return Ascii.EqualsIgnoreCase(word, "hardfail"u8) ? AuthResult.Fail : null;
    }
}
