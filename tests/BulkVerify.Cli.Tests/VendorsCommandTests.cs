namespace BulkVerify.Cli.Tests;

public sealed class VendorsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-vendors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("sendgrid")]
    [InlineData("SendGrid")]
    [InlineData("Twilio Send")]
    public async Task A_vendor_is_shown_by_its_id_or_a_part_of_its_name(string wanted)
    {
        CommandRun run = await RunAsync("vendors", "show", wanted);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches("(?m)^id +sendgrid\r?$", run.Output);
    }

    [Fact]
    public async Task A_part_of_several_names_lists_their_ids()
    {
        CommandRun run = await RunAsync("vendors", "show", "google");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("google-workspace", run.Error, StringComparison.Ordinal);
        Assert.Contains("vendors list", (await RunAsync("vendors", "show", "nobody-knows-it")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_message_claims_is_never_called_verified_nor_refuted()
    {
        CommandRun run = await MatchAsync("From: a@b.example\nDKIM-Signature: v=1; a=rsa-sha256; d=sendgrid.net; s=s1; h=from; bh=AAAA; b=AAAA\nX-SG-EID: x\n\nhi\n");
        Assert.Equal(["claims sendgrid", "  d=sendgrid.net, not verified", "  X-SG-EID header"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd()));
    }

    [Fact]
    public async Task A_message_of_no_vendor_says_how_to_go_on()
    {
        CommandRun run = await MatchAsync("From: a@b.example\n\nhi\n");
        Assert.StartsWith("unknown", run.Output, StringComparison.Ordinal);
        Assert.Contains("explain message.eml --dns live", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_message_of_archives_and_folders_is_matched_and_counted()
    {
        const string claims = "From: a@b.example\nDate: x\nDKIM-Signature: v=1; a=rsa-sha256; d=sendgrid.net; s=s1; h=from; bh=AAAA; b=AAAA\n\nhi\n\n", plain = "From: a@b.example\nDate: x\n\nhi\n\n";
        const string separator = "From a@b.example Thu Jan  1 00:00:00 2026\n";
        await File.WriteAllTextAsync(Path.Combine(_folder, "in.mbox"), separator + plain + separator + claims + separator + plain + separator + plain, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "one.eml"), claims, TestContext.Current.CancellationToken);
        CommandRun run = await RunAsync("vendors", "match", ".");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] lines = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim())];
        Assert.StartsWith("3  unknown", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2  claims sendgrid", lines[2], StringComparison.Ordinal);
        Assert.Contains("in.mbox@", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("5  in all", lines[4], StringComparison.Ordinal);
        run = await RunAsync("vendors", "match", "in.mbox", "no-such-file", "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no such file", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private async Task<CommandRun> MatchAsync(string message)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "message.eml"), message, TestContext.Current.CancellationToken);
        return await RunAsync("vendors", "match", "message.eml");
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.StartAsync(_folder, arguments);
}
