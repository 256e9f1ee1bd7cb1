using System.Text;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Digests;

public class RfcExampleTests
{
    private static readonly JsonZone Zone = RfcExamples.Zone();

    private static DkimReason[] Verify(byte[] message) => [.. new SignatureJudge(DkimVerifierOptions.Default).Dkim(message, Zone, null).Select(v => v.Reason)];

    private static byte[] Replace(byte[] message, string from, string to)
    {
        string text = Encoding.Latin1.GetString(message);
        Assert.Contains(from, text, StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
    }

    [Fact]
    [Rfc("6376", "A.2", "A.3")]
    public void Rfc_6376_A_2_verifies() => Assert.Equal([DkimReason.Verified], Verify(RfcExamples.Rfc6376A2));

    [Fact]
    [Rfc("8463", "A.3")]
    public void Rfc_8463_A_3_verifies() => Assert.Equal([DkimReason.Verified, DkimReason.Verified], Verify(RfcExamples.Rfc8463A3));

    [Fact]
    [Rfc("6376", "5.3")]
    public void Messages_stored_with_LF_verify()
    {
        Assert.Equal([DkimReason.Verified], Verify(Replace(RfcExamples.Rfc6376A2, "\r\n", "\n")));
        Assert.Equal([DkimReason.Verified, DkimReason.Verified], Verify(Replace(RfcExamples.Rfc8463A3, "\r\n", "\n")));
    }

    [Fact]
    [Rfc("6376", "3.4.3", "3.4.4")]
    public void A_missing_or_repeated_line_end_at_the_end_changes_nothing()
    {
        Assert.Equal([DkimReason.Verified], Verify(RfcExamples.Rfc6376A2[..^2]));
        Assert.Equal([DkimReason.Verified], Verify([.. RfcExamples.Rfc6376A2, .. "\r\n\n\r\n"u8]));
    }

    [Fact]
    [Rfc("6376", "3.4.2")]
    public void Relaxed_headers_take_names_and_white_space_as_one_likes()
    {
        byte[] changed = Replace(Replace(Replace(RfcExamples.Rfc8463A3, "Date: Fri, 11", "DATE \t:Fri,\r\n\t 11"), "Subject: Is dinner ready?", "subject:   Is  dinner\tready? "), "To: Suzie", "X-Extra: y\r\nTo: Suzie");
        Assert.Equal([DkimReason.Verified, DkimReason.Verified], Verify(changed));
    }

    [Fact]
    [Rfc("6376", "3.4.1")]
    public void Simple_headers_take_no_change()
    {
        Assert.Equal([DkimReason.SignatureMismatch], Verify(Replace(RfcExamples.Rfc6376A2, "Date: Fri", "date: Fri")));
        Assert.Equal([DkimReason.SignatureMismatch], Verify(Replace(RfcExamples.Rfc6376A2, "Date: Fri", "Date:  Fri")));
        Assert.Equal([DkimReason.SignatureMismatch], Verify(Replace(RfcExamples.Rfc6376A2, "Date: Fri", "Date : Fri")));
    }

    [Theory]
    [Rfc("6376", "6.1.3")]
    [InlineData("dinner", "supper", DkimReason.SignatureMismatch)]
    [InlineData("hungry", "thirsty", DkimReason.BodyHashMismatch)]
    [InlineData("Joe.\r\n", "Joe.\r\n.\r\n", DkimReason.BodyHashMismatch)]
    public void A_changed_message_does_not_verify(string from, string to, DkimReason expected) =>
        Assert.Equal([expected, expected], Verify(Replace(RfcExamples.Rfc8463A3, from, to)));

    [Fact]
    [Rfc("6376", "5.4.2")]
    public void A_second_field_of_an_oversigned_name_does_not_verify()
    {
        foreach (string added in (string[])["Subject: x\r\n", "From: x@y.example\r\n"])
        {
            Assert.Equal([DkimReason.SignatureMismatch, DkimReason.SignatureMismatch], Verify([.. Encoding.ASCII.GetBytes(added), .. RfcExamples.Rfc8463A3]));
            Assert.Equal([DkimReason.SignatureMismatch, DkimReason.SignatureMismatch], Verify(Replace(RfcExamples.Rfc8463A3, "To: Suzie", added + "To: Suzie")));
        }
    }

    [Fact]
    [Rfc("6376", "6.1.3")]
    public void Any_changed_octet_of_what_is_signed_is_noticed()
    {
        var judge = new SignatureJudge(DkimVerifierOptions.Default);
        byte[] message = RfcExamples.Rfc6376A2;
        SignatureDigest whole = judge.Digest(message).Dkim[0];
        int signatureValue = Encoding.ASCII.GetString(message).IndexOf(" b=", StringComparison.Ordinal);
        int received = Encoding.ASCII.GetString(message).IndexOf("Received:", StringComparison.Ordinal);
        for (int at = 0; at < message.Length - 2; at++)
        {
            // A changed b= is another signature over the same hash: for the verifier to find.
            if (at >= signatureValue && at < received)
                continue;
            byte[] changed = [.. message];
            changed[at] ^= 1;
            SignatureDigests digests = judge.Digest(changed);
            bool same = digests.Dkim.Count == 1 && digests.Dkim[0].Claim.Syntax == SignatureSyntax.Valid && digests.Dkim[0].BodyHashMatches
                && digests.Dkim[0].HeaderHash.Span.SequenceEqual(whole.HeaderHash.Span) && digests.Dkim[0].Claim.KeyName == whole.Claim.KeyName;
            Assert.False(same, $"octet {at}");
        }
    }
}
