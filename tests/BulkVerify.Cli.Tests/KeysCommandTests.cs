using System.Text.Json;

namespace BulkVerify.Cli.Tests;

public sealed class KeysCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keys_of_a_run_verify_the_same_mail_without_the_dns()
    {
        await RunAsync("verify", CommandRun.Sample, "--quiet", "--out", "with-dns");
        CommandRun exported = await RunAsync("keys", "export", "with-dns");
        Assert.Equal((0, ""), (exported.ExitCode, exported.Error));
        await File.WriteAllTextAsync(Path.Combine(_folder, "keys.jsonl"), exported.Output, TestContext.Current.CancellationToken);

        CommandRun again = await RunAsync("verify", CommandRun.Sample, "--dns", "none", "--keys", "keys.jsonl", "--quiet", "--out", "with-keys");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("with a key of the keyring", again.Output, StringComparison.Ordinal);
        string[] before = await PassesAsync("with-dns", "snapshot");
        Assert.NotEmpty(before);
        Assert.Equal(before, await PassesAsync("with-keys", "keyring"));
    }

    [Fact]
    public async Task A_message_with_two_signatures_of_a_key_counts_once()
    {
        await RunAsync("verify", CommandRun.Sample, "--quiet", "--out", "run");
        Dictionary<(string?, string?), long> counted = [];
        foreach (string line in (await RunAsync("export", "run")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var key in JsonDocument.Parse(line).RootElement.GetProperty("dkim").EnumerateArray().Where(s => s.GetProperty("result").GetString() == "pass").Select(KeyOf).Distinct())
                counted[key] = counted.GetValueOrDefault(key) + 1;
        }
        JsonElement[] keys = [.. (await RunAsync("keys", "export", "run")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(k => JsonDocument.Parse(k).RootElement)];
        Assert.Equal(counted.Count, keys.Length);
        Assert.All(keys, key => Assert.Equal(counted[(key.GetProperty("domain").GetString(), key.GetProperty("selector").GetString())], key.GetProperty("messages").GetInt64()));

        static (string?, string?) KeyOf(JsonElement signature) => (signature.GetProperty("d").GetString(), signature.GetProperty("s").GetString());
    }

    [Fact]
    public async Task Merging_a_keyring_with_itself_changes_nothing()
    {
        await RunAsync("verify", CommandRun.Sample, "--quiet", "--out", "run");
        await File.WriteAllTextAsync(Path.Combine(_folder, "keys.jsonl"), (await RunAsync("keys", "export", "run")).Output, TestContext.Current.CancellationToken);
        CommandRun merged = await RunAsync("keys", "merge", "keys.jsonl", "keys.jsonl");
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(_folder, "keys.jsonl"), TestContext.Current.CancellationToken), merged.Output);
    }

    [Fact]
    public async Task A_wrong_keyring_is_named_with_line_and_field_before_anything_is_done()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "keys.csv"), "domain,selector,record\nexample.com,s1,v=DKIM1\n", TestContext.Current.CancellationToken);
        CommandRun run = await RunAsync("verify", CommandRun.Sample, "--dns", "none", "--keys", "keys.csv");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("keys.csv:2: \"record\" must be a key record", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "bulkverify-run")));
    }

    [Fact]
    public async Task Recovering_without_the_library_says_how_to_install_it()
    {
        await RunAsync("verify", CommandRun.Sample, "--dns", "none", "--quiet", "--out", "run");
        CommandRun run = await CommandRun.StartAsync(_folder, [("BULKVERIFY_GMP", "none")], ["keys", "recover", "run"]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("apt-get install libgmp10", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recovering_says_what_it_found_and_that_too_few_signatures_are_none()
    {
        await RunAsync("verify", CommandRun.Sample, "--dns", "none", "--quiet", "--out", "run");
        CommandRun run = await RunAsync("keys", "recover", "run", "--domain", "nobody.example");
        if (run.Error.Contains("libgmp10", StringComparison.Ordinal))
            Assert.Skip(run.Error);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Contains("0 keys recovered", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("keys", "recover", "run", "--min-signatures", "1")).ExitCode);
    }

    /// <summary>The signatures that pass with a key of this source.</summary>
    private async Task<string[]> PassesAsync(string run, string source)
    {
        var passes = new List<string>();
        foreach (string line in (await RunAsync("export", run)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonElement row = JsonDocument.Parse(line).RootElement;
            passes.AddRange(row.GetProperty("dkim").EnumerateArray()
                .Where(s => s.GetProperty("result").GetString() == "pass" && s.GetProperty("key_from").GetString() == source)
                .Select(s => $"{row.GetProperty("archive")}@{row.GetProperty("offset")} {s.GetProperty("d")} {s.GetProperty("s")}"));
        }
        return [.. passes];
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.StartAsync(_folder, arguments);
}
