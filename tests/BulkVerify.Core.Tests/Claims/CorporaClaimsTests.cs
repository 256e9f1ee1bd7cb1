using System.Text;
using System.Text.Json;
using BulkVerify.Batches;
using BulkVerify.Claims;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Claims;

/// <summary>Real mail: what receivers recorded is read as the expected verdicts state it, and every message gives its envelope.</summary>
public class CorporaClaimsTests(ITestOutputHelper output)
{
    private static readonly string[] NotMethods = ["hdr", "by", "d", "i", "s", "b", "mailfrom", "from", "policy", "ip", "action"];

    [Theory]
    [InlineData("linux-hyperv-2024-12")]
    [InlineData("usrp-users-2022-06")]
    [InlineData("cip-testing-results-mix")]
    [InlineData("linux-bluetooth-vendors")]
    public async Task Recorded_words_of_real_mail_are_the_expected_ones(string name)
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        Dictionary<long, JsonElement> expected = File.ReadLines(Path.Combine(SharedData.Corpora, name + ".expected.jsonl"))
            .Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(e => e.GetProperty("offset").GetInt64());
        int words = 0;
        await ForEachAsync(name, EnvelopeOptions.Default, (extent, message, headers, claims) =>
        {
            string[] truth = [.. expected[extent.ArchiveOffset].GetProperty("recorded").EnumerateArray().Select(Describe)];
            string[] found = [.. Recorded(message, headers)];
            Assert.True(truth.SequenceEqual(found), $"{extent}\n{string.Join('\n', truth)}\nfound\n{string.Join('\n', found)}");
            words += found.Length;
        });
        output.WriteLine($"{name}: {expected.Count} messages, {words} recorded words as expected");
    }

    private static string Describe(JsonElement recorded)
    {
        JsonProperty method = recorded.EnumerateObject().First(p => !NotMethods.Contains(p.Name));
        string text = $"{recorded.GetProperty("hdr").GetString()} {recorded.GetProperty("by").GetString()} {method.Name}={method.Value.GetString()}";
        foreach (string property in (string[])["d", "i", "s", "b", "mailfrom", "from", "ip"])
        {
            if (recorded.TryGetProperty(property, out JsonElement value))
                text += $" {property}={value.GetString()}";
        }
        return text;
    }

    private static List<string> Recorded(ReadOnlySpan<byte> message, HeaderTable headers)
    {
        var found = new List<string>();
        foreach (HeaderField field in headers.Fields)
        {
            ReadOnlySpan<byte> value = message[field.ValueStart..field.End];
            if (field.Id == HeaderId.ReceivedSpf)
                found.Add($"RSPF  spf={Lower(new ReceivedSpfReader(value).Word)}");
            if (field.Id is HeaderId.AuthenticationResults or HeaderId.ArcAuthenticationResults)
                AddResults(field.Id == HeaderId.ArcAuthenticationResults, value, found);
        }
        return found;
    }

    private static void AddResults(bool arc, ReadOnlySpan<byte> value, List<string> found)
    {
        var results = new AuthResultsReader(value, arc);
        while (results.MoveNext())
        {
            string text = $"{(arc ? "AAR" : "AR")} {Encoding.UTF8.GetString(results.AuthservId)} {Lower(results.Method)}={Lower(results.Word)}";
            (string Type, string Name, string Key)[] properties =
                [("header", "d", "d"), ("header", "i", "i"), ("header", "s", "s"), ("header", "b", "b"), ("smtp", "mailfrom", "mailfrom"), ("header", "from", "from"), ("smtp", "client-ip", "ip")];
            foreach ((string type, string property, string key) in properties)
            {
                if (results.TryGetProperty(Encoding.ASCII.GetBytes(type), Encoding.ASCII.GetBytes(property), out ReadOnlySpan<byte> text8))
                    text += $" {key}={Encoding.UTF8.GetString(text8)}";
            }
            found.Add(text);
        }
    }

    private static string Lower(ReadOnlySpan<byte> word) => Encoding.UTF8.GetString(word).ToLowerInvariant();

    [Theory]
    [InlineData("linux-hyperv-2024-12", 350)]
    [InlineData("usrp-users-2022-06", 120)]
    [InlineData("cip-testing-results-mix", 120)]
    [InlineData("linux-bluetooth-vendors", 184)]
    public async Task Every_message_of_a_list_archive_gives_its_envelope(string name, int messages)
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        int seen = 0, addresses = 0, helos = 0, paths = 0, times = 0, lists = 0;
        await ForEachAsync(name, EnvelopeOptions.Default, (extent, _, _, claims) =>
        {
            seen++;
            addresses += claims.Envelope is { ClientIp: not null, ClientIpSource: EnvelopeSource.Received, BoundaryHop: 0 or 1 } ? 1 : 0;
            helos += claims.Envelope.Helo is null ? 0 : 1;
            paths += claims.Envelope is { MailFrom.IsKnown: true, MailFromSource: EnvelopeSource.ReturnPath } ? 1 : 0;
            times += claims.Envelope.ReceivedAtSource == ReceiptTimeSource.Received ? 1 : 0;
            lists += claims.Lists.IsList ? 1 : 0;
            Assert.Equal(ReceiptClass.Received, claims.Envelope.Class);
            Assert.NotNull(claims.Date);
            Assert.NotEqual("", claims.MessageId);
        });
        output.WriteLine($"{name}: {seen} messages, client {addresses}, HELO {helos}, MAIL FROM {paths}, time {times}, list {lists}");
        Assert.Equal((messages, messages, messages, messages, messages, messages), (seen, addresses, helos, paths, times, lists));
    }

    [Fact]
    public async Task The_list_server_s_own_results_give_the_envelope_when_trusted()
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        Dictionary<long, JsonElement[]> expected = File.ReadLines(Path.Combine(SharedData.Corpora, "linux-hyperv-2024-12.expected.jsonl"))
            .Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(e => e.GetProperty("offset").GetInt64(), e => e.GetProperty("recorded").EnumerateArray()
                .Where(r => r.GetProperty("hdr").GetString() == "AR" && r.GetProperty("by").GetString() == "smtp.subspace.kernel.org").ToArray());
        int paths = 0, addresses = 0, spf = 0, dmarc = 0, dkim = 0;
        var options = new EnvelopeOptions { TrustedAuthservIds = ["smtp.subspace.kernel.org"] };
        await ForEachAsync("linux-hyperv-2024-12", options, (extent, _, _, claims) =>
        {
            EnvelopeFacts envelope = claims.Envelope;
            JsonElement[] recorded = expected[extent.ArchiveOffset];
            string? path = recorded.Select(r => Text(r, "mailfrom")).FirstOrDefault(p => p is not null);
            string? address = recorded.Select(r => Text(r, "ip")).FirstOrDefault(p => p is not null && !HostAddress.IsInternal(System.Net.IPAddress.Parse(p)));
            if (path is not null)
            {
                Assert.Equal((EnvelopeSource.AuthenticationResults, path.ToLowerInvariant()), (envelope.MailFromSource, envelope.MailFrom.ToString().ToLowerInvariant()));
                paths++;
            }
            if (address is not null)
            {
                Assert.Equal((EnvelopeSource.AuthenticationResults, address), (envelope.ClientIpSource, envelope.ClientIp?.ToString()));
                Assert.Equal(address, envelope.Hops[envelope.BoundaryHop].Address?.ToString());
                addresses++;
            }
            Assert.Equal(recorded.Select(r => Text(r, "spf")).FirstOrDefault(w => w is not null), envelope.Recorded.Spf?.ToWord());
            Assert.Equal(recorded.Select(r => Text(r, "dmarc")).FirstOrDefault(w => w is not null), envelope.Recorded.Dmarc?.ToWord());
            spf += envelope.Recorded.Spf is null ? 0 : 1;
            dmarc += envelope.Recorded.Dmarc is null ? 0 : 1;
            dkim += envelope.Recorded.BestDkim is null ? 0 : 1;
        });
        output.WriteLine($"linux-hyperv-2024-12, smtp.subspace.kernel.org trusted: client {addresses}, MAIL FROM {paths}; recorded spf {spf}, dmarc {dmarc}, dkim {dkim}");
        Assert.True(paths > 250 && addresses > 250);
    }

    [Fact]
    public void Mail_of_the_year_2002_gives_its_envelope()
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        var reader = new ClaimsReader(EnvelopeOptions.Default, new NameTable());
        var headers = new HeaderTable();
        int seen = 0, addresses = 0, paths = 0;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(SharedData.Corpora, "spamassassin")))
        {
            byte[] bytes = File.ReadAllBytes(file);
            int start = bytes.AsSpan().StartsWith("From "u8) ? bytes.AsSpan().IndexOf((byte)'\n') + 1 : 0;
            var claims = new MessageClaims();
            HeaderScanner.Scan(bytes.AsSpan(start), headers);
            reader.Read(bytes.AsSpan(start), bytes.AsSpan(0, Math.Max(start - 1, 0)), headers, claims);
            seen++;
            addresses += claims.Envelope.ClientIp is null ? 0 : 1;
            paths += claims.Envelope.MailFrom.IsKnown ? 1 : 0;
            output.WriteLine($"{Path.GetFileName(file)[..20]} {claims.Envelope.ClientIp} {claims.Envelope.Helo} hop {claims.Envelope.BoundaryHop} of {claims.Envelope.HopCount}, {claims.Envelope.MailFrom} ({claims.Envelope.MailFromSource}), {claims.Envelope.ReceivedAtSource}");
        }
        output.WriteLine($"spamassassin: {seen} messages, client {addresses}, MAIL FROM {paths}");
        // Three were written by the archive's own host, one has no field that tells its reverse-path.
        Assert.Equal((30, 27, 29), (seen, addresses, paths));
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private delegate void Visit(MessageExtent extent, ReadOnlySpan<byte> message, HeaderTable headers, MessageClaims claims);

    private static Task ForEachAsync(string name, EnvelopeOptions options, Visit visit)
    {
        var reader = new ClaimsReader(options, new NameTable());
        var headers = new HeaderTable();
        var claims = new MessageClaims();
        return CorporaArchive.ForEachAsync(name, (batch, extent) =>
        {
            ReadOnlySpan<byte> message = batch.BytesOf(extent);
            HeaderScanner.Scan(message, headers);
            reader.Read(message, batch.SeparatorOf(extent), headers, claims);
            visit(extent, message, headers, claims);
        });
    }
}
