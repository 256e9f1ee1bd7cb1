using BulkVerify.Dns;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.WhatIf;
using BulkVerify.Summaries;

namespace BulkVerify.Engine.Tests.WhatIf;

/// <summary>Following a proven advice (publish the records it names, verify the archive again) lets as many more messages pass as it promised.</summary>
public sealed class ProvenAdviceTests(KeptRun run) : IClassFixture<KeptRun>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proven_gain_is_what_verifying_with_the_records_published_gives()
    {
        Summary before = await SummaryAsync(run.Reader);
        Advice[] proven = [.. before.Advice.Where(a => a.IsProven && a.Gain > 0)];
        Assert.True(proven.Length >= 4);
        Assert.Contains(proven, a => a.Records[0].Name.StartsWith("_dmarc.", StringComparison.Ordinal));
        Assert.Contains(proven, a => a.Records[0].Value.StartsWith("v=spf1", StringComparison.Ordinal));
        for (int i = 0; i < proven.Length; i++)
            await HoldsAsync($"followed-{i}", before, proven[i], "");
    }

    [Fact]
    public async Task A_missing_key_whose_value_the_catalog_knows_is_proven_too()
    {
        const string Missing = ";bulkverify nxdomain k2._domainkey.example.com.\n;bulkverify nxdomain k3._domainkey.example.com.\n";
        RunReader lacking = await run.VerifyAsync("lacking", SampleZone.With(Missing), keepDigests: true);
        Summary before = await SummaryAsync(lacking);
        Advice? key = before.Advice.FirstOrDefault(a => a.Text.Contains("not in the DNS", StringComparison.Ordinal) && a is { IsProven: true, Gain: > 0 });
        Assert.NotNull(key);
        Assert.Equal("CNAME", Assert.Single(key.Records).Type);
        await HoldsAsync("published-again", before, key, Missing);
    }

    [Fact]
    public async Task A_policy_that_is_too_strict_for_mail_of_its_own_is_proven_to_gain_it()
    {
        RunReader strict = await run.VerifyAsync("strict", SampleZone.Strict(), keepDigests: true);
        Summary before = await SummaryAsync(strict);
        Advice[] relaxing = [.. before.Advice.Where(a => a is { Kind: AdviceKind.RelaxPolicy, IsProven: true, Gain: > 0 })];
        Assert.True(relaxing.Length >= 2);
        foreach (Advice advice in relaxing.Take(2))
        {
            string zone = SampleZone.Published(SampleZone.Strict(), advice.Zone.Replace('\t', ' '));
            Summary after = await SummaryAsync(await run.VerifyAsync($"relaxed-{advice.AuthorDomain}", zone));
            Assert.Equal((advice.Text, before.Total.Pass + advice.Gain), (advice.Text, after.Total.Pass));
        }
    }

    [Fact]
    public async Task Without_digests_the_gain_is_projected_and_the_words_say_how_to_prove_it()
    {
        RunReader plain = await run.VerifyAsync("plain", await File.ReadAllTextAsync(Path.Combine(SampleZone.Folder, "dns.zone"), Stop));
        Summary summary = await SummaryAsync(plain);
        Assert.DoesNotContain(summary.Advice, a => a.IsProven);
        Assert.Contains(summary.Advice, a => a.IsDnsChange && Advice.GainWords(a).Contains("--keep-digests", StringComparison.Ordinal));
        Assert.All(summary.Advice.Where(a => !a.IsDnsChange && a.Gain > 0), a => Assert.EndsWith("(projected)", Advice.GainWords(a), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_that_need_answers_which_the_run_does_not_have_are_told_beside_the_gain()
    {
        const string Zone = "example.com. IN TXT \"v=spf1 include:_spf.unheard.example -all\"\n";
        ChangeProof proof = (await AdviceProver.ProveAsync(run.Reader, [Zone], threads: 2, TimeProvider.System, Stop))[Zone];
        WhatIfResult change = await new WhatIfRunner(run.Reader, new WhatIfOptions { Records = RecordChanges.Parse(Zone) }, TimeProvider.System).RunAsync(2, Stop);
        Assert.True(proof.Undecided > 0);
        Assert.Equal(change.NotRecorded, proof.Undecided);
    }

    [Fact]
    public async Task Proofs_are_kept_and_made_anew_when_they_are_lost_or_of_another_state()
    {
        string json = await JsonAsync();
        Assert.True(File.Exists(run.Reader.Folder.ProofsFile));
        File.Delete(run.Reader.Folder.ProofsFile);
        Assert.Equal(json, await JsonAsync());
        await File.WriteAllTextAsync(run.Reader.Folder.ProofsFile, "{\"splits\": \"other\", \"proofs\": {}}", Stop);
        Assert.Equal(json, await JsonAsync());
        await File.WriteAllTextAsync(run.Reader.Folder.ProofsFile, "damaged", Stop);
        Assert.Equal(json, await JsonAsync());
    }

    [Fact]
    public async Task The_summary_that_a_run_writes_is_the_one_that_is_made_from_its_folder() =>
        Assert.Equal(await JsonAsync(), await File.ReadAllTextAsync(run.Reader.Folder.SummaryJson, Stop));

    private async Task HoldsAsync(string name, Summary before, Advice advice, string alsoChanged)
    {
        Summary after = await SummaryAsync(await run.VerifyAsync(name, SampleZone.With(alsoChanged + advice.Zone.Replace('\t', ' '))));
        Assert.Equal((advice.Text, before.Total.Pass + advice.Gain), (advice.Text, after.Total.Pass));
    }

    private async Task<string> JsonAsync()
    {
        using var stream = new MemoryStream();
        SummaryJson.Write(await SummaryAsync(run.Reader), stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Task<Summary> SummaryAsync(RunReader reader) => RunSummaries.OfAsync(reader, reader.ReadFaults(), null, Stop);
}
