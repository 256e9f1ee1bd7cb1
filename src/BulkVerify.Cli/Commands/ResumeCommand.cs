using System.CommandLine;
using BulkVerify.Engine;
using BulkVerify.Engine.Runs;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify resume RUN</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Folder of an unfinished run." };
        var working = new WorkingOptions();
        var command = new Command("resume", "Goes on with a run that was interrupted: splits that are committed are not read again.\n\nExample:\n  bulkverify resume bulkverify-run") { run };
        working.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            string path = parsed.GetValue(run)!;
            VerifyOptions options = RunAccess.Open(path).Options;
            return await RunPresenter.RunAsync(new RunFolder(path), options, working.Read(parsed), path, parsed.GetValue(working.Quiet), parsed.GetValue(working.Json)).ConfigureAwait(false);
        });
        return command;
    }
}
