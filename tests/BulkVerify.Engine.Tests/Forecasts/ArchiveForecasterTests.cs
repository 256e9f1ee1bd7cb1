using BulkVerify.Archives;
using BulkVerify.Dns;
using BulkVerify.Engine.Forecasts;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Tests.Resolving;
using BulkVerify.TestKit;

namespace BulkVerify.Engine.Tests.Forecasts;

public sealed class ArchiveForecasterTests : IDisposable
{
    private readonly TestArchive _archive = new(120);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _archive.Dispose();

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, 10_000L)]
    public async Task Counts_messages_and_the_distinct_questions_that_headers_name(int threads, long? split)
    {
        Forecast forecast = await ForecastAsync(new EngineOptions { Threads = threads, SplitBytes = split });
        Assert.Equal((125, 0, true), (forecast.Messages, forecast.Refused, forecast.IsComplete));
        // example.com and mail.example.com for SPF; _dmarc.example.com and _dmarc.com.
        Assert.Equal((0, 2, 2), (forecast.Questions[QuestionUse.Key], forecast.Questions[QuestionUse.Spf], forecast.Questions[QuestionUse.Dmarc]));
        Assert.Equal(TimeSpan.FromSeconds(2), forecast.TimeAt(2, withFurther: false));
        Assert.Null(forecast.TimeAt(0, withFurther: true));
    }

    [Fact]
    public async Task A_live_run_asks_what_was_forecast_and_what_spf_records_name()
    {
        Forecast forecast = await ForecastAsync(new EngineOptions());
        await using FakeDnsServer server = FakeDnsServer.Start(ZoneSource.Load(_archive.ZoneFile).View);
        await new BulkVerifier(_archive.Options with { Dns = server.Endpoint.ToString() }, new EngineOptions(), TimeProvider.System) { Resolving = Patient.With }
            .RunAsync(new RunFolder(_archive.RunPath("run")), null, null, CancellationToken.None, Stop);
        DnsQuestion include = new(DomainName.Parse("_spf.vendor.example"), DnsRecordType.Txt);
        Assert.Equal(forecast.Known, server.Asked.Keys.Count(q => q != include));
    }

    [Fact]
    public void Questions_beyond_those_that_are_told_apart_make_the_count_a_least_one()
    {
        var tally = new QuestionTally(maxQuestions: 2);
        (DnsQuestion, QuestionUse) Question(string name) => (new DnsQuestion(DomainName.Parse(name), DnsRecordType.Txt), QuestionUse.Key);
        tally.Add([Question("a.example"), Question("b.example"), Question("a.example")]);
        Assert.True(tally.IsComplete);
        tally.Add([Question("b.example")]);
        Assert.True(tally.IsComplete);
        tally.Add([Question("c.example")]);
        Assert.Equal((false, 2), (tally.IsComplete, tally.Counts[QuestionUse.Key]));
    }

    [Theory]
    [InlineData("current", "receipt", 1)]
    [InlineData("2016-01-01", "receipt", 2)]
    [InlineData("current", "2025-12-01", 2)]
    public async Task Keys_of_signatures_that_fail_by_themselves_are_not_forecast(string policyDate, string asOf, int keys)
    {
        Write("sha1", "a=rsa-sha1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=");
        Write("expired", "a=rsa-sha256; x=1764633600");
        Write("whole", "a=rsa-sha256");
        Assert.Equal(keys, (await ForecastAsync(new EngineOptions(), _archive.Options with { PolicyDate = policyDate, AsOf = asOf })).Questions[QuestionUse.Key]);
    }

    private void Write(string selector, string tags, string bodyHash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=") => File.WriteAllText(Path.Combine(_archive.Mail, $"{selector}.eml"), $"""
        Received: from mail.example.com (mail.example.com [192.0.2.1]) by mx.receiver.example with ESMTP id 1; Thu, 1 Jan 2026 00:00:00 +0000
        DKIM-Signature: v=1; {tags}; d=example.com; s={selector}; h=from; bh={bodyHash}; b=AAAA
        From: Somebody <news@example.com>

        text

        """);

    private Task<Forecast> ForecastAsync(EngineOptions engine, VerifyOptions? options = null) =>
        new ArchiveForecaster(options ?? _archive.Options, engine, TimeProvider.System).RunAsync(ArchivePlanner.Plan(_archive.Options.Paths, RunSetup.Planning(_archive.Options, engine), Stop), null, Stop);
}
