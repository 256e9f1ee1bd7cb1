using BulkVerify.Forge.Planning;
using BulkVerify.Forge.Signing;

namespace BulkVerify.Forge.Messages;

/// <summary>Changes signed messages and notes it at their signatures.</summary>
internal static class Alterer
{
    public static void Alter(Draft draft, Alteration alteration)
    {
        if (alteration is Alteration.Body or Alteration.BodyAndHeader)
            ChangeBody(draft);
        if (alteration is Alteration.Header or Alteration.BodyAndHeader)
            ChangeSubject(draft, static subject => subject.Replace("Subject: ", "Subject: Fwd: ", StringComparison.Ordinal));
    }

    /// <summary>Text behind the end. Signatures with l= do not see it (RFC 6376 §8.2).</summary>
    public static void AppendText(Draft draft, string text)
    {
        draft.Body.AppendLine(text);
        foreach (ForgedSignature signature in draft.Signatures)
            signature.BodyChanged |= signature.Request.Fault != SignatureFault.AppendedText;
    }

    public static void ChangeSubject(Draft draft, Func<string, string> change)
    {
        draft.Replace("Subject", change);
        foreach (ForgedSignature signature in draft.Signatures)
            signature.HeaderChanged = true;
    }

    /// <summary>One small letter becomes another.</summary>
    public static void ChangeBody(Draft draft)
    {
        Span<byte> body = draft.Body.Span;
        int at = body.Length / 2;
        while (at < body.Length && !char.IsAsciiLetterLower((char)body[at]))
            at++;
        if (at == body.Length)
            at = body.IndexOfAnyInRange((byte)'a', (byte)'z');
        body[at] = body[at] == (byte)'q' ? (byte)'k' : (byte)'q';
        foreach (ForgedSignature signature in draft.Signatures)
            signature.BodyChanged = true;
    }
}
