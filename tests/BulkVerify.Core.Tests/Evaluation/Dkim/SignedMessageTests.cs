using System.Text;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.TestKit;
using BulkVerify.Tests.Digests;
using CsCheck;

namespace BulkVerify.Tests.Evaluation.Dkim;

public class SignedMessageTests
{
    private const string Signed = "From:To:Subject:Date:MIME-Version";

    private static readonly byte[] Message = Encoding.UTF8.GetBytes(
        "From: Jörg <j@example.com>\r\nTo: a@example.net,\r\n b@example.net\r\nSubject: one \t two\r\nDate: Fri, 1 Mar 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\n\r\n"
        + "Hello,\r\n  two  spaces \r\n\r\nFrom here on: grüße\r\n.\r\n\r\n");

    private static DkimVerdict[] Verify(byte[] message) => new SignatureJudge(DkimVerifierOptions.Default).Dkim(message, MessageSigner.Zone, SignatureBuilder.ReceivedAt);

    [Theory]
    [InlineData("simple/simple")]
    [InlineData("simple/relaxed")]
    [InlineData("relaxed/simple")]
    [InlineData("relaxed/relaxed")]
    public void A_signed_message_passes(string ways) =>
        Assert.Equal([DkimReason.Verified], Verify(MessageSigner.Sign(Message, Signed, ways)).Select(v => v.Reason));

    [Fact]
    [Rfc("6376", "6.1.3")]
    public void Any_flipped_bit_of_a_simple_message_turns_pass_into_something_else()
    {
        byte[] message = MessageSigner.Sign(Message, Signed, "simple/simple");
        int lastOfSignature = message.AsSpan().IndexOf("\r\nFrom:"u8) - 2;
        for (int i = 0; i < message.Length; i++)
        {
            // The last character of b= before its padding holds bits that mean nothing, and a CR that becomes white space is part of its value.
            if (i >= lastOfSignature && i <= lastOfSignature + 2)
                continue;
            for (int bit = 0; bit < 8; bit++)
            {
                message[i] ^= (byte)(1 << bit);
                Assert.DoesNotContain(Verify(message), v => v.Result == AuthResult.Pass);
                message[i] ^= (byte)(1 << bit);
            }
        }
    }

    [Fact]
    [Rfc("6376", "6.1.3")]
    public void Any_other_visible_octet_in_a_relaxed_message_turns_pass_into_something_else()
    {
        byte[] signed = MessageSigner.Sign(Message, Signed, "relaxed/relaxed");
        int start = signed.AsSpan().IndexOf("Jörg"u8);
        Gen.Select(Gen.Int[start, signed.Length - 1], Gen.Byte).Sample((place, octet) =>
        {
            byte[] message = [.. signed];
            message[place] = octet;
            bool visible = IsVisible(signed[place]) && IsVisible(octet) && signed[place] != octet && !IsInName(signed, place);
            return !visible || !Verify(message).Any(v => v.Result == AuthResult.Pass);
        }, iter: 2000);
    }

    private static bool IsVisible(byte octet) => octet > 32 && octet != 127;

    private static bool IsInName(byte[] message, int place)
    {
        int body = message.AsSpan().IndexOf("\r\n\r\n"u8), line = message.AsSpan(0, place).LastIndexOf((byte)'\n') + 1;
        return place < body && message[line] != ' ' && place <= line + message.AsSpan(line).IndexOf((byte)':');
    }

    [Fact]
    [Rfc("6376", "5.4.2", "8.15")]
    public void A_second_From_above_the_signed_one_is_flagged_and_an_oversigned_one_fails()
    {
        byte[] Forged(string signed) => [.. "From: evil@example.net\r\n"u8, .. MessageSigner.Sign(Message, signed, "relaxed/relaxed")];
        DkimVerdict open = Assert.Single(Verify(Forged(Signed)));
        Assert.Equal(DkimReason.Verified, open.Reason);
        Assert.Equal(DkimVerdictFlags.DuplicatesUnsigned, open.Flags);
        Assert.Equal(DkimReason.SignatureMismatch, Assert.Single(Verify(Forged("From:" + Signed))).Reason);
    }

    [Fact]
    [Rfc("6376", "5.3")]
    public void Stored_with_bare_line_feeds_it_still_passes()
    {
        byte[] message = MessageSigner.Sign(Message, Signed, "simple/simple");
        Assert.Equal(DkimReason.Verified, Assert.Single(Verify([.. message.Where(b => b != '\r')])).Reason);
    }

    [Fact]
    [Rfc("6376", "3.5", "8.2")]
    public void Content_after_l_is_flagged()
    {
        byte[] body = Message[(Message.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..];
        // The canonical body loses its empty last lines.
        string length = $"l={body.Length - 2};";
        byte[] message = MessageSigner.Sign(Message, Signed, "simple/simple", length);
        Assert.Equal(DkimVerdictFlags.None, Assert.Single(Verify(message)).Flags);
        DkimVerdict verdict = Assert.Single(Verify([.. message[..^2], .. "appended\r\n"u8]));
        Assert.Equal(DkimReason.Verified, verdict.Reason);
        Assert.True(verdict.UnsignedContent);
    }

    // RFC 8463 §A
    [Fact]
    [Rfc("8463", "A.3")]
    public void The_example_of_RFC_8463_passes_with_both_keys()
    {
        DkimVerdict[] verdicts = new SignatureJudge(DkimVerifierOptions.Default).Dkim(RfcExamples.Rfc8463A3, RfcExamples.Zone(), null);
        Assert.Equal([(DkimReason.Verified, 256), (DkimReason.Verified, 1024)], verdicts.Select(v => (v.Reason, (int)v.KeyBits)));
    }
}
