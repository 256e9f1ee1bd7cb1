using System.Text.Json;

namespace BulkVerify.Cli.Tests;

public sealed class CommandTests(SampleRun sample) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Verify_of_the_sample_ends_with_0_also_the_second_time_and_prints_the_same()
    {
        CommandRun first = await RunAsync("verify", CommandRun.Sample);
        CommandRun second = await RunAsync("verify", CommandRun.Sample);
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(first.Output, second.Output);
        Assert.Contains("DNS from", first.Error, StringComparison.Ordinal);
        Assert.Contains("fails mostly because", first.Output, StringComparison.Ordinal);
        Assert.All(first.Output.Split('\n'), line => Assert.DoesNotContain('\u001b', line));
    }

    [Theory]
    [InlineData("report", "mine")]
    [InlineData("query", "mine", "SELECT count(*) FROM rows")]
    [InlineData("export", "mine", "--format", "dmarc-xml", "--out", "reports")]
    [InlineData("export", "mine", "--format", "csv")]
    [InlineData("summary", "mine")]
    [InlineData("summary", "mine", "--by", "reason", "--format", "json")]
    public async Task A_run_that_found_no_message_answers_every_question(params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "nothing.mbox"), "", TestContext.Current.CancellationToken);
        Assert.Equal(1, (await RunAsync("verify", "nothing.mbox", "--dns", "none", "--out", "mine", "--quiet")).ExitCode);
        CommandRun run = await RunAsync(arguments);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("resume", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_without_empty_lines_between_them_are_found_or_told_of()
    {
        const string Message = "From -\nFrom: a@example.com\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n\ntext\n";
        await File.WriteAllTextAsync(Path.Combine(_folder, "dense.mbox"), Message + Message + Message, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "mixed.mbox"), Message + Message + "\n" + Message, TestContext.Current.CancellationToken);
        foreach ((string archive, string way, int messages, string word) in new[]
        {
            ("dense.mbox", "auto", 3, "the other way with --separators strict"), ("dense.mbox", "strict", 1, "2 lines that look"),
            ("mixed.mbox", "auto", 2, "1 line that looks"), ("mixed.mbox", "loose", 3, "the other way with --separators strict"),
        })
        {
            CommandRun run = await RunAsync("verify", archive, "--separators", way, "--dns", "none", "--json", "--restart");
            Assert.Equal(messages, JsonDocument.Parse(run.Output).RootElement.GetProperty("messages").GetInt32());
            Assert.Contains(word, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Summary_json_of_the_run_folder_is_what_verify_printed()
    {
        CommandRun verified = await RunAsync("verify", CommandRun.Sample, "--json", "--quiet");
        CommandRun summary = await RunAsync("summary", "bulkverify-run", "--json");
        Assert.Equal("", verified.Error);
        Assert.Equal(verified.Output, summary.Output);
        Assert.Equal(600, JsonDocument.Parse(summary.Output).RootElement.GetProperty("messages").GetInt32());
    }

    [Fact]
    public async Task Verdicts_of_the_sample_are_those_of_its_truth()
    {
        Dictionary<(string, long), JsonElement> rows = Lines((await CommandRun.StartAsync(sample.Folder, "export", "bulkverify-run")).Output)
            .ToDictionary(r => (Path.GetRelativePath(CommandRun.Sample, r.GetProperty("archive").GetString()!), r.GetProperty("offset").GetInt64()));
        JsonElement[] truths = [.. Lines(await File.ReadAllTextAsync(Path.Combine(CommandRun.Sample, "truth.jsonl"), TestContext.Current.CancellationToken))];
        Assert.Equal(truths.Length, rows.Count);
        foreach (JsonElement truth in truths)
        {
            JsonElement row = rows[(truth.GetProperty("archive").GetString()!, truth.GetProperty("offset").GetInt64())];
            string where = $"{truth.GetProperty("archive")}@{truth.GetProperty("offset")}";
            Assert.Equal($"{where} {Text(truth, "spf", "result")} {Text(truth, "spf", "reason")}", $"{where} {Text(row, "spf", "result")} {Text(row, "spf", "reason")}");
            Assert.Equal($"{where} {Signatures(truth)}", $"{where} {Signatures(row)}");
            Assert.Equal($"{where} {Text(truth, "arc", "result")}", $"{where} {Text(row, "arc", "result")}");
            // RFC 9989 §11.5 leaves open what several author domains come to.
            if (!(truth.TryGetProperty("defect", out JsonElement defect) && defect.GetString() == "author-several-domains"))
                Assert.Equal($"{where} {Text(truth, "dmarc", "result")}", $"{where} {Text(row, "dmarc", "result")}");
        }
    }

    [Fact]
    public async Task Explain_opens_the_message_that_the_summary_names()
    {
        CommandRun verified = await RunAsync("verify", CommandRun.Sample, "--quiet");
        string hint = verified.Output.Split('\n').Single(l => l.StartsWith("open one:", StringComparison.Ordinal));
        string place = hint[(hint.LastIndexOf(' ') + 1)..];
        CommandRun explained = await RunAsync("explain", "bulkverify-run", place, "--json");
        Assert.Equal(0, explained.ExitCode);
        Assert.NotEqual("pass", JsonDocument.Parse(explained.Output).RootElement.GetProperty("dmarc").GetProperty("result").GetString());
        Assert.Contains("DMARC", (await RunAsync("explain", "bulkverify-run", place)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--dns", "none")]
    [InlineData("--rules", "7489")]
    [InlineData("--organization", "example.com")]
    public async Task A_run_is_explained_by_its_own_options_and_takes_no_others(string option, string value)
    {
        string run = Path.Combine(sample.Folder, "bulkverify-run");
        CommandRun explained = await RunAsync("explain", run, "orders.mbox@0", option, value);
        Assert.Equal((2, ""), (explained.ExitCode, explained.Output));
        Assert.Contains($"{option}: a run is explained with its own DNS and options", explained.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("explain", run, "orders.mbox@0", "--mail-from", "a@example.com")).ExitCode);
    }

    [Fact]
    public async Task A_word_that_begins_with_an_at_sign_is_an_offset_or_an_address()
    {
        string mbox = Path.Combine(CommandRun.Sample, "orders.mbox");
        CommandRun run = await RunAsync("explain", mbox, "@0", "--mail-from", "@example.net", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.ExitCode == 0 ? "" : run.Error));
        Assert.Equal("example.net", JsonDocument.Parse(run.Output).RootElement.GetProperty("envelope").GetProperty("mail_from").GetString());
    }

    [Fact]
    public async Task No_dns_is_a_usage_error_that_teaches_the_choices()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.eml"), "From: a@example.com\nSubject: x\n\nbody\n", TestContext.Current.CancellationToken);
        CommandRun run = await RunAsync("verify", "a.eml");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--dns live", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "bulkverify-run")));
        Assert.Equal(0, (await RunAsync("verify", "a.eml", "--dns", "none")).ExitCode);
    }

    [Fact]
    public async Task A_named_file_that_is_no_mail_is_one_line_and_exit_code_1()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "notes.txt"), "nothing\n", TestContext.Current.CancellationToken);
        CommandRun run = await RunAsync("verify", "notes.txt", CommandRun.Sample);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("notes.txt: is not mail", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_messages_says_why_in_place_of_tables()
    {
        CommandRun missing = await RunAsync("verify", "gone.mbox", "--dns", "none");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("gone.mbox: there is no such file", missing.Error, StringComparison.Ordinal);
        Assert.StartsWith("No message was found in what was read", missing.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("messages  DMARC", missing.Output, StringComparison.Ordinal);
        CommandRun later = await RunAsync("verify", CommandRun.Sample, "--since", "2100", "--quiet");
        Assert.Equal(0, later.ExitCode);
        Assert.StartsWith("No message was judged: ", later.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_run_under_a_chosen_name_is_replaced_only_with_restart()
    {
        Assert.Equal(0, (await VerifyOneAsync()).ExitCode);
        CommandRun again = await VerifyOneAsync();
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("--restart", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await VerifyOneAsync("--restart")).ExitCode);
    }

    [Theory]
    [InlineData("--threads", "0")]
    [InlineData("--split-size", "lots")]
    [InlineData("--dns", "no-such.zone")]
    public async Task A_run_is_replaced_only_when_the_whole_command_line_is_right(string option, string value)
    {
        Assert.Equal(0, (await VerifyOneAsync()).ExitCode);
        CommandRun wrong = await VerifyOneAsync("--restart", option, value);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains(value, wrong.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("summary", "mine")).ExitCode);
    }

    [Fact]
    public async Task A_run_that_ended_before_its_plan_was_made_is_begun_again_by_the_same_command()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "mine", "splits"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "mine", "dns.zone"), ";bulkverify partial\n$TTL 3600\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await VerifyOneAsync()).ExitCode);
        Assert.Equal(0, (await RunAsync("summary", "mine")).ExitCode);
    }

    [Theory]
    [InlineData("nosuch: there is no such folder", "summary", "nosuch")]
    [InlineData("mail.mbox: is a file, and a run is a folder", "summary", "mail.mbox")]
    [InlineData("mine/run.json: is a file of a run; name its folder", "report", "mine/run.json")]
    [InlineData("empty: holds no run", "export", "empty")]
    [InlineData("--out nosuch/x.html: there is no such folder", "report", "mine", "--out", "nosuch/x.html")]
    [InlineData("--out empty: is a folder; name a file", "report", "mine", "--out", "empty")]
    [InlineData("--out empty: is a folder; name a file", "export", "mine", "--out", "empty")]
    [InlineData("--out mail.mbox: the folder cannot be made here (there is a file of this name)", "verify", "mail.mbox", "--dns", "none", "--out", "mail.mbox")]
    [InlineData("--out mine: the folder is not empty", "forge", "--out", "mine", "--messages", "3")]
    [InlineData("nosuch.zone: there is no such file", "whatif", "mine", "--overlay", "nosuch.zone")]
    public async Task A_wrong_path_is_told_with_what_to_name(string told, params string[] line)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "mail.mbox"), "From a@example.com Thu Jan  1 00:00:00 2026\nFrom: a@example.com\n\nx\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("verify", "mail.mbox", "--dns", "none", "--quiet", "--out", "mine")).ExitCode);
        CommandRun wrong = await RunAsync(line);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains(told, wrong.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("summary", "mine")).ExitCode);
    }

    [Fact]
    public async Task Rows_go_to_a_file_where_one_is_named()
    {
        Assert.Equal(0, (await RunAsync("verify", CommandRun.Sample, "--quiet", "--out", "mine")).ExitCode);
        CommandRun all = await RunAsync("export", "mine", "--format", "csv"), none = await RunAsync("export", "mine", "--format", "csv", "--out", "rows.csv");
        Assert.Empty(none.Output);
        Assert.Equal(all.Output, await File.ReadAllTextAsync(Path.Combine(_folder, "rows.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_run_that_cannot_be_read_says_that_restart_replaces_it_which_it_does()
    {
        string manifest = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "mine")).FullName, "run.json");
        await File.WriteAllTextAsync(manifest, "{ \"format\": ", TestContext.Current.CancellationToken);
        CommandRun damaged = await RunAsync("summary", "mine");
        Assert.Equal(3, damaged.ExitCode);
        Assert.Contains("--restart", damaged.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await VerifyOneAsync("--restart")).ExitCode);
    }

    [Theory]
    [InlineData("--rules", "1234")]
    [InlineData("--max-message", "lots")]
    [InlineData("--as-of", "yesterday")]
    [InlineData("--policy-date", "yesterday")]
    [InlineData("--organization", "com")]
    [InlineData("--intent", "xero=sideways")]
    [InlineData("--threads", "0")]
    [InlineData("--memory", "1K")]
    [InlineData("--relay", "10.0.0.0/99")]
    [InlineData("--outbound-relay", "10.0.0.0/99")]
    public async Task A_wrong_value_is_a_usage_error_that_names_the_option(string option, string value)
    {
        CommandRun run = await RunAsync("verify", CommandRun.Sample, option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(value, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("duplicates")]
    [InlineData("duplicates", "--help")]
    public async Task A_word_that_is_no_command_is_named_with_those_that_are(params string[] words)
    {
        CommandRun run = await RunAsync(words);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("bulkverify: there is no command 'duplicates'. The commands are verify, plan, resume", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_every_command_shows_examples()
    {
        foreach (string command in new[] { "verify", "plan", "resume", "summary", "explain", "export", "query", "report", "forge" })
        {
            CommandRun help = await RunAsync(command, "--help");
            Assert.Equal(0, help.ExitCode);
            Assert.Contains("Example", help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Hostile_text_reaches_no_terminal()
    {
        string mail = "Received: from h.example (h.example [192.0.2.1]) by mx.example; Thu, 1 Jan 2026 00:00:00 +0000\nFrom: a@example.com\nSubject: \u001b[2J\u202e\nMessage-ID: <\u001b]0;x\u0007@example.com>\n\nbody\n";
        await File.WriteAllTextAsync(Path.Combine(_folder, "\u001b[31m.eml"), mail, TestContext.Current.CancellationToken);
        CommandRun run = await RunAsync("explain", "\u001b[31m.eml", "--dns", "none");
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Output + run.Error);
        Assert.DoesNotContain('\u202e', run.Output);
    }

    /// <summary>A run named "mine" of one message.</summary>
    private async Task<CommandRun> VerifyOneAsync(params string[] options)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "one.eml"), "From: a@example.com\nSubject: x\n\nbody\n", TestContext.Current.CancellationToken);
        return await RunAsync(["verify", "one.eml", "--quiet", "--out", "mine", .. options.Contains("--dns") ? options : [.. options, "--dns", "none"]]);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.StartAsync(_folder, arguments);

    private static IEnumerable<JsonElement> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement);

    private static string Text(JsonElement element, string part, string name) => element.GetProperty(part).GetProperty(name).GetString() ?? "";

    private static string Signatures(JsonElement element) =>
        string.Join(", ", element.GetProperty("dkim").EnumerateArray().Select(s => $"{s.GetProperty("result")} {s.GetProperty("reason")}"));
}
