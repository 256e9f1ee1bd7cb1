using System.Globalization;
using System.Text;
using BulkVerify.Forge.Keys;
using BulkVerify.Forge.Messages;

namespace BulkVerify.Forge.Signing;

/// <summary>Adds ARC sets (RFC 8617 §5.1) with rsa-sha256.</summary>
internal sealed class ArcSealer(KeyPublisher keys, DkimSigner signer)
{
    private static readonly string[] Signed = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "List-Id", "DKIM-Signature"];

    public const string ResultsField = "ARC-Authentication-Results";
    public const string MessageSignatureField = "ARC-Message-Signature";
    public const string SealField = "ARC-Seal";

    private readonly ByteText _text = new();

    /// <param name="results">Authentication-Results of the sealer, without i=.</param>
    /// <param name="chain">cv= of the seal: none, pass or fail.</param>
    public void Seal(Draft draft, int instance, SignatureRequest request, string results, string chain, long time)
    {
        ForgeKey key = keys.KeyFor(request);
        draft.Prepend(ResultsField, string.Create(CultureInfo.InvariantCulture, $"i={instance}; {results}"));
        draft.Prepend(MessageSignature(draft, instance, request, key, time));
        draft.Prepend(ChainSeal(draft, instance, request, key, chain, time));
    }

    private string MessageSignature(Draft draft, int instance, SignatureRequest request, ForgeKey key, long time)
    {
        (byte[] bodyHash, int _) = signer.HashBody(draft.Body.Span, relaxed: true, request.Algorithm);
        string open = TagFields.Open(MessageSignatureField,
        [
            ("i", Number(instance)), ("a", request.Algorithm.Name), ("c", "relaxed/relaxed"), ("d", request.Domain), ("s", request.Selector),
            ("t", Number(time)), ("h", string.Join(':', Signed.Where(name => draft.CountOf(name) > 0))), ("bh", Convert.ToBase64String(bodyHash)),
        ], style: 0);
        var text = new StringBuilder();
        foreach (string name in Signed)
        {
            if (draft.FieldFromBottom(name, 0) is { } field)
                text.Append(PlainCanonicalization.RelaxedHeader(field));
        }
        return Close(open, text, key, request);
    }

    /// <summary>Covers the ARC fields of all sets in order (RFC 8617 §5.1.1), of its own only when the chain has failed (§5.1.2).</summary>
    private string ChainSeal(Draft draft, int instance, SignatureRequest request, ForgeKey key, string chain, long time)
    {
        string open = TagFields.Open(SealField,
        [
            ("i", Number(instance)), ("a", request.Algorithm.Name), ("t", Number(time)), ("cv", chain), ("d", request.Domain), ("s", request.Selector),
        ], style: 0);
        var text = new StringBuilder();
        for (int i = chain == "fail" ? instance : 1; i <= instance; i++)
        {
            // Sets were added on top of each other: the first one is the lowest.
            foreach (string name in (string[])[ResultsField, MessageSignatureField, SealField])
            {
                if (draft.FieldFromBottom(name, i - 1) is { } field)
                    text.Append(PlainCanonicalization.RelaxedHeader(field));
            }
        }
        return Close(open, text, key, request);
    }

    private string Close(string open, StringBuilder text, ForgeKey key, SignatureRequest request)
    {
        text.Append(PlainCanonicalization.RelaxedHeader(open + "\r\n"));
        text.Length -= 2;
        _text.Clear();
        _text.Append(text.ToString());
        byte[] hash = request.Algorithm.HashOf(_text.Span);
        return TagFields.Close(open, Convert.ToBase64String(key.Sign(hash, request.Algorithm.Hash)), style: 0);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
