using System.Text;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>The value of fo= (RFC 9989 §4.7, §4.8): 0, 1, d and s, each once, 0 and 1 not together.</summary>
internal static class DmarcFailureOptions
{
    public static bool TryRead(ReadOnlySpan<byte> value, out string options)
    {
        options = "";
        bool all = false, any = false, dkim = false, spf = false;
        foreach (Range range in value.Split((byte)':'))
        {
            ReadOnlySpan<byte> option = TagList.TrimWhiteSpace(value[range]);
            bool fits = option switch
            {
                [(byte)'0'] => !(all || any) && (all = true),
                [(byte)'1'] => !(all || any) && (any = true),
                [(byte)'d' or (byte)'D'] => !dkim && (dkim = true),
                [(byte)'s' or (byte)'S'] => !spf && (spf = true),
                _ => false,
            };
            if (!fits)
                return false;
        }
        options = Encoding.ASCII.GetString(value).ToLowerInvariant();
        return true;
    }
}
