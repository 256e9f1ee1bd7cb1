using System.CommandLine;
using BulkVerify.Dns;
using BulkVerify.Engine.Keys;
using BulkVerify.Engine.Runs;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify keys export|recover|merge</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys",
        "Makes keyrings: files of keys that the DNS had once, each with the time in which it was seen. 'verify --keys FILE' uses them where the DNS has no key.\n\n" +
        "A keyring is JSON lines, or CSV with the columns domain,selector,record,first_seen,last_seen,source. A key is used for mail received from first_seen to last_seen,\n" +
        "both included; an empty date leaves that side open. Several keys of one selector are all tried.\n\n" +
        "Examples:\n" +
        "  bulkverify keys export bulkverify-run > keys.jsonl\n" +
        "  bulkverify keys recover bulkverify-run > recovered.jsonl\n" +
        "  bulkverify keys merge keys.jsonl older.csv > all.jsonl\n" +
        "  bulkverify verify inbox.mbox --dns live --keys all.jsonl")
    {
        Export(), KeysRecoverCommand.Create(), Merge(),
    };

    private static Command Export()
    {
        var run = new Argument<string>("RUN") { Description = "Run folder." };
        var command = new Command("export",
            "Writes the DNS keys that verified mail of a run, each from the first to the last message that it verified. Keys of a live run count as seen when they were asked, too.\n\n" +
            "Example:\n  bulkverify keys export bulkverify-run > keys.jsonl")
        {
            run,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            RunReader reader = RunAccess.Open(parsed.GetValue(run)!);
            Write(await RunKeys.ExportAsync(reader, cancellation).ConfigureAwait(false));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Merge()
    {
        var files = new Argument<string[]>("FILE") { Description = "Keyrings.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("merge",
            "Writes one keyring that holds every key of several; the times of a key that is in more than one are united. The order of the files does not matter.\n\n" +
            "Example:\n  bulkverify keys merge 2023.jsonl 2024.jsonl bought.csv > all.jsonl")
        {
            files,
        };
        command.SetAction(parsed =>
        {
            Write(Keyring.Unite(ReadFiles(parsed.GetValue(files)!)));
            return ExitCode.Done;
        });
        return command;
    }

    /// <exception cref="UsageException">A file is not there, or is wrong.</exception>
    internal static IReadOnlyList<KeyringEntry> ReadFiles(IReadOnlyList<string> files)
    {
        foreach (string file in files)
        {
            if (!File.Exists(file))
                throw new UsageException($"{file}: there is no such file.");
        }
        try
        {
            return DkimKeyring.ReadFiles(files);
        }
        catch (InvalidDataException e)
        {
            throw new UsageException($"the keyring cannot be used; nothing was done.\n{string.Join('\n', e.Message.Split('\n').Select(line => SafeText.Of(line)))}");
        }
    }

    internal static void Write(IReadOnlyList<KeyringEntry> keys)
    {
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        KeyringFile.Write(keys, output);
    }
}
