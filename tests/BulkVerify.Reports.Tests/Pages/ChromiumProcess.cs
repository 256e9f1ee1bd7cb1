using System.Diagnostics;

namespace BulkVerify.Reports.Tests.Pages;

/// <summary>A headless Chromium that the tests of a class share, started when the first asks for it, with a profile of its own. Used by one test after the other.</summary>
public sealed class ChromiumProcess : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly string _profile = Directory.CreateTempSubdirectory("bulkverify-chromium-").FullName;
    private readonly CancellationTokenSource _ended = new();
    private Process? _process;
    private Uri? _endpoint;

    /// <summary>Where its DevTools listen, on loopback. Skips the test when the machine has no Chromium.</summary>
    public async Task<Uri> EndpointAsync()
    {
        if (_endpoint is not null)
            return _endpoint;
        string? path = Environment.GetEnvironmentVariable("BULKVERIFY_CHROMIUM") ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "no Chromium on this machine: install it, or name it in BULKVERIFY_CHROMIUM");
        _process ??= Process.Start(new ProcessStartInfo(path!,
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={_profile}", "about:blank"])
        { RedirectStandardError = true })!;
        const string mark = "DevTools listening on ";
        string? line;
        do
            line = await _process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line is not null && !line.StartsWith(mark, StringComparison.Ordinal));
        Assert.NotNull(line);
        _ = DrainAsync(_process);
        return _endpoint = new Uri(line[mark.Length..].Trim());
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }
        _ended.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A helper process of the browser can still be writing; the folder is a temporary one.
        }
    }

    private async Task DrainAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync(_ended.Token) is not null)
        {
        }
    }
}
