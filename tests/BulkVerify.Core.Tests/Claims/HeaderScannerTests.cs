using System.Text;
using BulkVerify.Claims;
using BulkVerify.TestKit;
using CsCheck;
using MimeKit;
using HeaderId = BulkVerify.Claims.HeaderId;

namespace BulkVerify.Tests.Claims;

public class HeaderScannerTests
{
    private static readonly string[] Names = ["From", "TO", "dkim-signature", "X-Mailer", "Received", "List-Unsubscribe-Post", "x", "ARC-Seal", "Subject", "X_y.z"];

    private static readonly string[] Pieces = ["word", " ", "\t", "\r\n ", "\n\t", ":", "\u00e4", "=?utf-8?q?x?=", "<a@b.example>", "text that is longer than one vector of octets"];

    private static readonly Gen<string> Fields =
        Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Int[0, 2], Gen.Int[0, Pieces.Length - 1].Array[0, 12], Gen.Bool)
            .Select((name, spaces, pieces, crlf) => $"{Names[name]}{new string(' ', spaces)}:{string.Concat(pieces.Select(p => Pieces[p]))}x{(crlf ? "\r\n" : "\n")}");

    private static (HeaderTable Table, List<(string Name, string Value, HeaderId Id)> Fields) Scan(string message)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(message);
        var table = new HeaderTable();
        Assert.True(HeaderScanner.Scan(bytes, table));
        List<(string, string, HeaderId)> fields = [];
        foreach (HeaderField field in table.Fields)
            fields.Add((Encoding.Latin1.GetString(bytes, field.Start, field.NameLength), Encoding.Latin1.GetString(bytes, field.ValueStart, field.End - field.ValueStart), field.Id));
        return (table, fields);
    }

    [Theory]
    [Rfc("5322", "2.1")]
    [InlineData("", 0)]
    [InlineData("\r\nbody", 2)]
    [InlineData("\nbody", 1)]
    [InlineData("A: b\n\nbody", 6)]
    [InlineData("A: b\r\n\r\n", 8)]
    [InlineData("A: b", 4)]
    [InlineData("A: b\n", 5)]
    public void The_body_starts_after_the_empty_line(string message, int expected) => Assert.Equal(expected, Scan(message).Table.BodyStart);

    [Fact]
    [Rfc("5322", "2.2")]
    public void Fields_are_found_with_folds_and_odd_spaces()
    {
        Assert.Equal(
            [("From", " a", HeaderId.From), ("Date", " now", HeaderId.Date), ("X-Long", " one\r\n two\n\t three", HeaderId.Other), ("dKIM-sIGNATURE", "", HeaderId.DkimSignature), ("A", " b\rc", HeaderId.Other)],
            Scan("From: a\r\nDate \t: now\nX-Long: one\r\n two\n\t three\ndKIM-sIGNATURE:\nA: b\rc\n\nTo: body").Fields);
    }

    [Theory]
    [InlineData("no colon\nA: b\n\n")]
    [InlineData(": no name\nA: b\n\n")]
    [InlineData(" : no name\nA: b\n\n")]
    [InlineData(">From x@y.example Mon: z\nA: b\n\n")]
    [InlineData("two words: x\n folded: y\nA: b\n\n")]
    [InlineData("\u00fcber: x\nA: b\n\n")]
    public void A_line_that_is_no_field_is_passed_over(string message) => Assert.Equal([("A", " b", HeaderId.Other)], Scan(message).Fields);

    [Theory]
    [Rfc("6376", "3.8")]
    [InlineData("\v")]
    [InlineData("\f")]
    [InlineData("\0")]
    [InlineData("\r")]
    [InlineData("\u007f")]
    [InlineData("\u00a0")]
    [InlineData("\u00e2\u0080\u00a8")]
    [InlineData("\u00fcber: ")]
    public void A_line_that_begins_like_no_field_belongs_to_the_field_above(string start) =>
        Assert.Equal(
            [("From", $" a@b.example\r\n{start}, c@d.example\r\n folded", HeaderId.From), ("To", " x", HeaderId.To)],
            Scan($"From: a@b.example\r\n{start}, c@d.example\r\n folded\r\nTo: x\r\n\r\nbody").Fields);

    [Fact]
    public void More_fields_than_the_limit_are_said()
    {
        byte[] message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("A: b\n", 11)) + "\n");
        var table = new HeaderTable();
        Assert.False(HeaderScanner.Scan(message, table, maxFields: 10));
        Assert.Equal(10, table.Count);
        Assert.True(HeaderScanner.Scan(message, table, maxFields: 11));
        Assert.Equal(11, table.Count);
    }

    [Fact]
    public void Every_known_name_is_recognized_in_any_case()
    {
        Assert.Equal(Enum.GetValues<HeaderId>().Where(i => i != HeaderId.Other), HeaderNames.All.Select(n => n.Id).Distinct().Order());
        foreach ((string name, HeaderId id) in HeaderNames.All)
        {
            Assert.Equal(id, HeaderNames.Find(Encoding.ASCII.GetBytes(name)));
            Assert.Equal(id, HeaderNames.Find(Encoding.ASCII.GetBytes(name.ToUpperInvariant())));
            Assert.Equal(HeaderId.Other, HeaderNames.Find(Encoding.ASCII.GetBytes(name + "x")));
            Assert.Equal(HeaderId.Other, HeaderNames.Find(Encoding.ASCII.GetBytes(name[..^1] + "~")));
        }
        Assert.Equal(HeaderId.Other, HeaderNames.Find([]));
    }

    [Fact]
    [Rfc("5322", "2.2")]
    public void Finds_the_fields_that_MimeKit_finds() =>
        Fields.Array[1, 12].Sample(fields =>
        {
            string message = string.Concat(fields) + "\r\nbody";
            HeaderList expected = MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(message))).Headers;
            List<(string Name, string Value, HeaderId Id)> found = Scan(message).Fields;
            // Its raw values hold the line end of the field.
            Assert.Equal(expected.Select(h => (h.Field, Encoding.Latin1.GetString(h.RawValue).TrimEnd('\r', '\n'))), found.Select(f => (f.Name, f.Value)));
        });

    [Fact]
    public void Newlines_are_those_of_a_plain_search() =>
        Gen.Int[0, 20].Select(n => n == 0 ? (byte)'\n' : (byte)n).Array[0, 300].Sample(text =>
        {
            var newlines = new Newlines(text);
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] == (byte)'\n')
                    Assert.Equal(i, newlines.Next());
            }
            Assert.Equal(text.Length, newlines.Next());
            Assert.Equal(text.Length, newlines.Next());
        });

    [Fact]
    public void Every_prefix_and_any_octets_end_in_a_table()
    {
        var table = new HeaderTable();
        byte[] message = "From: a\r\nDate \t: now\nX: one\r\n two\n\t three\r\n\r\nbody"u8.ToArray();
        for (int length = 0; length <= message.Length; length++)
            HeaderScanner.Scan(message.AsSpan(0, length), table);
        Gen.Frequency((1, Gen.Byte), (2, Gen.Int[0, 6].Select(n => "\r\n :\tAb"u8[n]))).Array[0, 200].Sample(bytes =>
        {
            var found = new HeaderTable();
            HeaderScanner.Scan(bytes, found);
            int end = 0;
            foreach (HeaderField field in found.Fields)
            {
                Assert.InRange(field.Start, end, field.ValueStart - 1);
                Assert.InRange(field.ValueStart, field.Start + field.NameLength + 1, field.End);
                end = field.End;
            }
            Assert.InRange(found.BodyStart, end, bytes.Length);
        });
    }

    [Fact]
    [Rfc("5322", "3.6.8")]
    public void A_name_is_read_alike_at_every_length_and_with_any_octet_in_it()
    {
        for (int length = 1; length < 70; length++)
        {
            for (int odd = 0; odd < length; odd++)
            {
                foreach (byte octet in (byte[])[(byte)'a', 0, 32, 33, 57, 59, 126, 127, 128, 255])
                {
                    byte[] message = [.. Enumerable.Repeat((byte)'n', length), (byte)':', .. new byte[length % 40]];
                    message[odd] = octet;
                    var table = new HeaderTable();
                    HeaderScanner.Scan(message, table);
                    // A space that ends a name is obsolete syntax, not part of it.
                    bool isSpaceBefore = octet == 32 && odd == length - 1 && length > 1;
                    Assert.Equal(octet is >= 33 and <= 126 || isSpaceBefore ? 1 : 0, table.Count);
                    if (table.Count == 1)
                        Assert.Equal((isSpaceBefore ? length - 1 : length, length + 1), (table.Fields[0].NameLength, table.Fields[0].ValueStart));
                }
            }
        }
    }
}
