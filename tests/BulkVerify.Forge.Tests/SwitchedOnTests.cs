using BulkVerify.Engine;
using BulkVerify.Engine.Runs;
using BulkVerify.Summaries;

namespace BulkVerify.Forge.Tests;

/// <summary>A projected gain is held by forging the mail again with the vendor's setting on.</summary>
[Collection(ForgeCollection.Name)]
public class SwitchedOnTests(ForgeFixture forge)
{
    private const int Tried = 2;

    [Fact]
    public async Task Mail_forged_with_the_setting_on_passes_as_often_more_as_was_projected()
    {
        Summary before = await VerifyAsync(Direct("setting-off"), "setting-off");
        Advice[] settings = [.. before.Advice.Where(a => a.Text.Contains("switch on domain authentication", StringComparison.Ordinal)).Take(Tried)];
        Assert.Equal(Tried, settings.Length);
        foreach (Advice advice in settings)
        {
            Assert.Equal((false, false), (advice.IsProven, advice.IsDnsChange));
            string name = $"setting-on-{advice.Sender}-{advice.AuthorDomain}";
            Summary after = await VerifyAsync(Direct(name) with { SwitchedOn = [new VendorSetting(advice.Sender, advice.AuthorDomain)] }, name);
            Assert.Equal((before.Messages, before.Total.Pass + advice.Gain), (after.Messages, after.Total.Pass));
            Assert.DoesNotContain(after.Advice, a => a.Sender == advice.Sender && a.AuthorDomain == advice.AuthorDomain && a.Text == advice.Text);
        }
    }

    [Fact]
    public void A_vendor_that_is_not_forged_is_refused() =>
        Assert.Throws<ArgumentException>(() => ForgeFixture.Run(forge.Sample("no-vendor") with { SwitchedOn = [new VendorSetting("nobody", "example.com")] }));

    /// <summary>Without lists and forwarders: what a signature survives there is not projected.</summary>
    private ForgeOptions Direct(string name) => forge.Sample(name) with { IndirectShare = 0 };

    private async Task<Summary> VerifyAsync(ForgeOptions options, string name)
    {
        ForgeFixture.Run(options);
        var verify = new VerifyOptions { Paths = [options.OutputFolder], Dns = Path.Combine(options.OutputFolder, Forger.ZoneFileName) };
        var folder = new RunFolder(forge.Folder(name + "-run"));
        RunOutcome outcome = await new BulkVerifier(verify, new EngineOptions { Threads = 2 }, TimeProvider.System).RunAsync(folder, null, null, CancellationToken.None, TestContext.Current.CancellationToken);
        Assert.True(outcome.IsFinished);
        return await RunSummaries.OfAsync(RunReader.TryOpen(folder.Root)!, [], null, TestContext.Current.CancellationToken);
    }
}
