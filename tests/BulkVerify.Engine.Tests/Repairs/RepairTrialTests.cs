using System.Security.Cryptography;
using System.Text;
using BulkVerify.Archives;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Engine.Repairs;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Statistics;
using BulkVerify.TestKit;
using CsCheck;
using MimeKit.Encodings;

namespace BulkVerify.Engine.Tests.Repairs;

/// <summary>Signed messages are altered as lists and exporters do it: each repair is named as what was done, and what a forger does is never repaired.</summary>
public sealed class RepairTrialTests
{
    private const string Body =
        "Hello,\r\n\r\nFrom here on it is about caf\u00e9s.  \r\n>From there it was not.\r\nA line with more\tthan one word.\r\n\r\n-- \r\nAlice\r\n";

    private static readonly RSA Key = RSA.Create(1024);

    private static readonly JsonZone Zone = new JsonZone().AddTxt("s._domainkey.example.com", $"v=DKIM1; k=rsa; p={Convert.ToBase64String(Key.ExportSubjectPublicKeyInfo())}");

    private static readonly EvaluationContext Context = new(DkimVerifierOptions.Default, PublicSuffixRules.BuiltIn);

    public static TheoryData<string, string, Func<string, string>> Alterations => new()
    {
        { "unquoted-from", "simple/simple", m => m.Replace("\nFrom here", "\n>From here", StringComparison.Ordinal) },
        { "unquoted-from", "relaxed/relaxed", m => m.Replace("\nFrom here", "\n>From here", StringComparison.Ordinal).Replace("\n>From there", "\n>>From there", StringComparison.Ordinal) },
        { "line-endings", "relaxed/simple", m => m.Replace("\r\n", "\r\r\n", StringComparison.Ordinal) },
        { "trailing-space", "relaxed/simple", m => m.Replace("word.\r\n", "word. \r\n", StringComparison.Ordinal) },
        { "signature-dash", "relaxed/simple", m => m.Replace("\r\n-- \r\n", "\r\n--\r\n", StringComparison.Ordinal) },
        { "list-footer", "relaxed/relaxed", m => m + "\r\n_______________________________________________\r\nlist mailing list -- list@lists.example\r\nTo unsubscribe send an email to list-leave@lists.example\r\n" },
        { "list-footer+subject-tag", "relaxed/simple", m => Tagged(m) + "_______________________________________________\r\nlist mailing list\r\n" },
        { "list-footer", "relaxed/relaxed", m => m + "-=-=-=-=-=-=-=-=-=-=-=-\r\nLinks: You receive all messages sent to this group.\r\n" },
        { "subject-tag", "relaxed/relaxed", Tagged },
        { "subject-tag", "simple/simple", m => m.Replace("Subject: Re: cafes", "Subject: [list]  Re: cafes", StringComparison.Ordinal) },
        { "mime-wrapping", "relaxed/relaxed", Wrapped },
        { "mime-wrapping", "simple/simple", Wrapped },
        { "mime-wrapping+subject-tag", "relaxed/simple", m => Tagged(Wrapped(m)) },
        { "mime-wrapping", "relaxed/relaxed", m => Wrapped(m).Replace("\r\n\r\n--list\r\n", "\r\n\r\n--list\r\nContent-Type: text/plain\r\n\r\nA word before from the list\r\n--list\r\n", StringComparison.Ordinal) },
        { "reencoded-8bit+list-footer", "relaxed/relaxed", m => Recoded($"{m}______________________________\r\nlist mailing list\r\n", new Base64Encoder(76), "base64") },
        { "added-headers", "relaxed/relaxed", m => "X-Mozilla-Status: 0001\r\nX-Status: RO\r\n" + m },
        { "reencoded-8bit", "relaxed/relaxed", m => Recoded(m, new QuotedPrintableEncoder(), "quoted-printable") },
        { "reencoded-8bit", "relaxed/simple", m => Recoded(m, new Base64Encoder(76), "base64") },
    };

    [Theory]
    [MemberData(nameof(Alterations))]
    public void Each_alteration_is_named_and_what_was_signed_verifies_after_the_repair(string name, string ways, Func<string, string> alter)
    {
        string signed = Sign(ways, ways == "relaxed/simple" && name == "trailing-space" ? Body.Replace(".  \r\n", ".\r\n", StringComparison.Ordinal) : Body);
        Assert.Equal("match", RowOf(signed).Dkim[0].BodyHash);
        Assert.Equal("pass", RowOf(signed).Dkim[0].Result);
        string stored = alter(signed);
        MessageRow row = RowOf(stored);
        Assert.NotEqual("pass", row.Dkim[0].Result);
        RepairOutcome? outcome = Try(stored, row);
        Assert.Equal(name, outcome?.Name);
        Assert.Equal([0], outcome!.Verified);
        outcome.ApplyTo(row);
        Assert.Equal(("verified-after-repair", name), (row.Dkim[0].Repaired, row.Repair));
        Assert.Equal("fail", row.Dkim[0].Result);
        Assert.NotEqual(Assessment.Pass, RowAssessor.Assess(row));
    }

    [Theory]
    [InlineData("footer-part", "multipart/mixed; boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Hello\r\n--b--\r\n", "--b--", "--b\r\nContent-Type: text/plain\r\n\r\n____\r\nlist\r\n--b--")]
    [InlineData("mime-wrapping", "multipart/alternative; boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b--\r\n", "", "")]
    [InlineData("reencoded-quoted-printable", "text/plain; charset=iso-8859-1", "Hello =E9=E8, a line that is longer than seventy-six characters, so that it=\r\n has to be folded softly by any encoder.\r\n", "", "")]
    public void Parts_that_a_list_added_and_encodings_that_a_relay_took_off_are_put_back(string name, string type, string body, string from, string to)
    {
        bool isQuoted = name == "reencoded-quoted-printable";
        string signed = Sign("relaxed/relaxed", body, type, isQuoted ? "quoted-printable" : "8bit");
        string stored = name switch
        {
            "mime-wrapping" => Wrapped(signed),
            "footer-part" => signed.Replace(from, to, StringComparison.Ordinal),
            _ => signed.Replace("=E9=E8", "\u00e9\u00e8", StringComparison.Ordinal).Replace("that it=\r\n", "that it", StringComparison.Ordinal).Replace("quoted-printable", "8bit", StringComparison.Ordinal),
        };
        RepairOutcome? outcome = Try(stored, RowOf(stored));
        Assert.Equal(name, outcome?.Name);
        Assert.Equal([0], outcome!.Verified);
    }

    [Fact]
    public void A_tag_that_a_list_moved_before_Re_is_moved_back()
    {
        string stored = Sign("relaxed/relaxed", Body, subject: "Re: [list] cafes").Replace("Subject: Re: [list] cafes", "Subject: [list] Re: cafes", StringComparison.Ordinal);
        Assert.Equal("subject-tag", Try(stored, RowOf(stored))?.Name);
    }

    [Fact]
    public void Quoting_that_is_the_message_s_own_is_put_back()
    {
        // Of two signatures one covers the line as it is stored and the other without its '>': no reading suits both.
        string other = Sign("simple/simple", Body.Replace(">From there", "From there", StringComparison.Ordinal));
        string signed = other[..(other.IndexOf("\r\n", StringComparison.Ordinal) + 2)] + Sign("simple/simple", Body);
        MessageRow row = RowOf(signed, MboxVariant.Rd, hasQuotedFrom: true);
        Assert.Equal(("match", "mismatch", "unquoted-rd"), (row.Dkim[0].BodyHash, row.Dkim[1].BodyHash, row.MboxReading));
        RepairOutcome? outcome = new RepairTrial(Context, new DigestOptions(), Zone).Try(Bytes(signed), AlteredMessage.Of(row));
        Assert.Equal("quoted-from", outcome?.Name);
    }

    [Fact]
    public void A_body_hash_that_matches_again_names_the_repair_when_the_key_is_gone()
    {
        string stored = Alterations.Select(a => (Func<string, string>)a.Data.Item3).First()(Sign("relaxed/relaxed", Body));
        RepairOutcome? outcome = new RepairTrial(Context, new DigestOptions(), new JsonZone()).Try(Bytes(stored), AlteredMessage.Of(RowOf(stored)));
        Assert.Equal(("unquoted-from", 0), (outcome?.Name, outcome?.Verified.Count));
    }

    [Fact]
    public void What_a_forger_writes_is_never_repaired() => Gen.Select(Gen.Int[0, 10_000], Gen.Char['a', 'z'], Gen.Bool).Sample((seed, letter, inBody) =>
    {
        string signed = Sign("relaxed/relaxed", Body);
        int body = signed.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        int from = inBody ? body : signed.IndexOf("From: ", StringComparison.Ordinal) + 6;
        int length = inBody ? signed.IndexOf("\r\n-- ", body, StringComparison.Ordinal) - body : 20;
        int at = from + (seed % length);
        if (!char.IsAsciiLetter(signed[at]) || signed[at] == letter)
            return;
        string forged = signed[..at] + letter + signed[(at + 1)..];
        MessageRow row = RowOf(forged);
        if (row.Dkim[0].Result == "pass")
            return;
        Assert.Null(Try(forged, row));
    }, iter: 200);

    [Fact]
    public void Hostile_messages_are_tried_without_an_exception() => Gen.Byte.Array[0, 400].Sample(noise =>
    {
        byte[] message = [.. Bytes(Sign("relaxed/relaxed", Body)), .. noise, .. "\r\n--\r\n____________________\r\n"u8];
        _ = new RepairTrial(Context, new DigestOptions(), Zone).Try(message, AlteredMessage.Of(RowOf(Encoding.Latin1.GetString(message))));
    }, iter: 100);

    private static RepairOutcome? Try(string stored, MessageRow row) => new RepairTrial(Context, new DigestOptions(), Zone).Try(Bytes(stored), AlteredMessage.Of(row));

    private static string Tagged(string message) => message.Replace("Subject: Re: caf", "Subject: [list] Re: caf", StringComparison.Ordinal);

    /// <summary>As Mailman wraps what is no plain text: the fields of the content move into a part, a part with the footer follows.</summary>
    private static string Wrapped(string message)
    {
        int start = message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        string[] fields = message[..(start - 4)].Split("\r\n");
        string content = string.Concat(fields.Where(f => f.StartsWith("Content-", StringComparison.Ordinal)).Select(f => $"{f}\r\n"));
        string others = string.Concat(fields.Where(f => !f.StartsWith("Content-", StringComparison.Ordinal)).Select(f => $"{f}\r\n"));
        return $"{others}Content-Type: multipart/mixed; boundary=\"list\"\r\n\r\n--list\r\n{content}\r\n{message[start..]}\r\n--list\r\nContent-Type: text/plain; charset=\"us-ascii\"\r\n\r\n___\r\nlist mailing list\r\n\r\n--list--\r\n";
    }

    private static string Recoded(string message, IMimeEncoder encoder, string name)
    {
        int start = message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        byte[] body = Bytes(message[start..]);
        byte[] output = new byte[encoder.EstimateOutputLength(body.Length)];
        int length = encoder.Flush(body, 0, body.Length, output);
        return message[..start].Replace("Encoding: 8bit", $"Encoding: {name}", StringComparison.Ordinal) + Encoding.Latin1.GetString(output, 0, length);
    }

    private static byte[] Bytes(string message) => Encoding.Latin1.GetBytes(message);

    /// <summary>A message with a signature that also covers fields that are not there, as careful signers do (RFC 6376 §8.15).</summary>
    private static string Sign(string ways, string body, string type = "text/plain; charset=iso-8859-1", string encoding = "8bit", string subject = "Re: cafes")
    {
        string message = $"From: Alice <alice@example.com>\r\nTo: list@lists.example\r\nSubject: {subject}\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\n"
            + $"Content-Type: {type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}";
        Canonicalization way = ways.EndsWith("relaxed", StringComparison.Ordinal) ? Canonicalization.Relaxed : Canonicalization.Simple;
        string hash = Convert.ToBase64String(CanonicalForm.BodyHash(Bytes(message), way));
        string Field(string b) => $"DKIM-Signature: v=1; a=rsa-sha256; c={ways}; d=example.com; s=s; h=from:to:subject:date:content-type:content-transfer-encoding:x-status:x-mozilla-status; bh={hash}; b={b}\r\n{message}";
        byte[] signedHash = new SignatureJudge(DkimVerifierOptions.Default).Digest(Bytes(Field("AAAA"))).Dkim[0].HeaderHash.ToArray();
        return Field(Convert.ToBase64String(Key.SignHash(signedHash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    /// <summary>What of a row the trial reads.</summary>
    private static MessageRow RowOf(string message, MboxVariant variant = MboxVariant.None, bool hasQuotedFrom = false)
    {
        var judge = new SignatureJudge(DkimVerifierOptions.Default);
        SignatureDigests digests = judge.Digest(Bytes(message), variant, hasQuotedFrom);
        var row = new MessageRow
        {
            Length = message.Length,
            AuthorDomain = "example.com",
            DmarcResult = "fail",
            MboxReading = digests.Reading.ToText(),
        };
        DkimVerdict[] verdicts = judge.Dkim(digests, Zone, null);
        for (int i = 0; i < verdicts.Length; i++)
        {
            row.Dkim.Add(new SignatureRow
            {
                D = "example.com",
                S = "s",
                Aligned = true,
                Result = verdicts[i].Result.ToWord(),
                Reason = verdicts[i].Reason.ToString(),
                BodyHash = digests.Dkim[i].ComputedBodyHash.IsEmpty ? "" : digests.Dkim[i].BodyHashMatches ? "match" : "mismatch",
            });
        }
        return row;
    }
}
