using System.Text.Json;
using BulkVerify.Engine.Runs;

namespace BulkVerify.Cli.Tests;

/// <summary>A run that was made in one directory, by relative paths, and is used from another.</summary>
public sealed class RunDirectoryTests : IDisposable
{
    private const string Vendors = """[{"id": "acme", "name": "Acme", "category": "marketing", "home": "acme.example", "mailFrom": ["bounce.acme.example"]}]""";

    private readonly string _root = Directory.CreateTempSubdirectory("bulkverify-place-").FullName;

    public RunDirectoryTests()
    {
        Directory.CreateDirectory(Mail);
        Directory.CreateDirectory(Elsewhere);
        File.WriteAllText(Path.Combine(Mail, "inbox.mbox"), """
            From a@bounce.acme.example Thu Jan  1 00:00:00 2026
            Received: from out.acme.example (out.acme.example [192.0.2.1]) by mx.receiver.example; Thu, 1 Jan 2026 00:00:00 +0000
            From: a@shop.example
            Message-ID: <1@shop.example>

            text

            """);
        File.WriteAllText(Path.Combine(Mail, "own.zone"), """
            _dmarc.shop.example. IN TXT "v=DMARC1; p=reject"
            bounce.acme.example. IN TXT "v=spf1 ip4:192.0.2.1 -all"

            """);
        File.WriteAllText(Path.Combine(Mail, "vendors.json"), Vendors);
    }

    private string Mail => Path.Combine(_root, "mail");

    private string Elsewhere => Path.Combine(_root, "elsewhere");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task It_is_summed_up_explained_and_resumed_from_there()
    {
        string made = await VerifyAsync();
        // Of the same name, and not what the run read.
        File.WriteAllText(Path.Combine(Elsewhere, "inbox.mbox"), "From b@example.com Thu Jan  1 00:00:00 2026\nFrom: other@example.com\n\ntext\n");
        Assert.Equal(made, await OutputAsync("summary", "../mail/run", "--json"));
        string explained = await OutputAsync("explain", "../mail/run", "inbox.mbox@0", "--json");
        Assert.Contains("1@shop.example", explained, StringComparison.Ordinal);
        Assert.Contains("acme", explained, StringComparison.Ordinal);

        Unfinish();
        Assert.Equal(made, await OutputAsync("resume", "../mail/run", "--quiet", "--json"));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(Mail, "run", "splits")));
    }

    [Fact]
    public async Task Moved_together_with_the_archives_it_is_used_as_before()
    {
        await VerifyAsync();
        Directory.Move(Mail, Path.Combine(_root, "moved"));
        CommandRun explained = await CommandRun.StartAsync(Path.Combine(_root, "moved"), "explain", "run", "inbox.mbox@0");
        Assert.Equal((0, ""), (explained.ExitCode, explained.Error));
    }

    [Fact]
    public async Task An_archive_that_is_gone_is_named_with_what_to_do()
    {
        await VerifyAsync();
        File.Move(Path.Combine(Mail, "inbox.mbox"), Path.Combine(Mail, "other.mbox"));
        CommandRun explained = await CommandRun.StartAsync(Mail, "explain", "run", "inbox.mbox@0");
        Assert.Equal(2, explained.ExitCode);
        Assert.Contains("inbox.mbox: is not there any more", explained.Error, StringComparison.Ordinal);
        Assert.Contains("go to the directory", explained.Error, StringComparison.Ordinal);
    }

    private async Task<string> VerifyAsync()
    {
        CommandRun run = await CommandRun.StartAsync(Mail, "verify", "inbox.mbox", "--dns", "own.zone", "--vendors", "vendors.json", "--out", "run", "--json", "--quiet");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(1, JsonDocument.Parse(run.Output).RootElement.GetProperty("messages").GetInt32());
        return run.Output;
    }

    private async Task<string> OutputAsync(params string[] arguments)
    {
        CommandRun run = await CommandRun.StartAsync(Elsewhere, arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output;
    }

    /// <summary>As an interruption before the first commit leaves it.</summary>
    private void Unfinish()
    {
        var folder = new RunFolder(Path.Combine(Mail, "run"));
        folder.WriteManifest(folder.ReadManifest()! with { State = RunState.Unfinished, FinishedAt = null });
        File.Delete(folder.StatisticsFile);
        foreach (string split in Directory.EnumerateDirectories(Path.Combine(folder.Root, "splits")))
            Directory.Delete(split, recursive: true);
    }
}
