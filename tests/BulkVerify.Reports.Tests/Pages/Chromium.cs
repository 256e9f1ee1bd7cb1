using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BulkVerify.Reports.Tests.Pages;

/// <summary>A headless Chromium with one page, driven over its DevTools protocol on loopback. It has a profile of its own and is ended with the object.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly ConcurrentQueue<JsonNode> _events = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _loads = new();
    private string _session = "";
    private int _lastId;

    private Chromium(Process process, string profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>Events so far: requests, console messages, exceptions, log entries.</summary>
    public IEnumerable<JsonNode> Events => _events;

    /// <summary>Starts the browser, or skips the test when the machine has none.</summary>
    public static async Task<Chromium> StartAsync()
    {
        string? path = Environment.GetEnvironmentVariable("BULKVERIFY_CHROMIUM") ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "no Chromium on this machine: install it, or name it in BULKVERIFY_CHROMIUM");
        string profile = Directory.CreateTempSubdirectory("bulkverify-chromium-").FullName;
        Process process = Process.Start(new ProcessStartInfo(path!,
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
                "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"])
        { RedirectStandardError = true })!;
        var browser = new Chromium(process, profile);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file and waits until it is loaded.</summary>
    public async Task OpenAsync(string file)
    {
        _events.Clear();
        JsonNode navigation = await SendAsync("Page.navigate", new { url = new Uri(file).AbsoluteUri });
        await LoadOf(navigation["loaderId"]!.GetValue<string>()).Task.WaitAsync(Token);
    }

    /// <summary>Width and height in CSS pixels.</summary>
    public Task ResizeAsync(int width, int height) => SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = width < 600 });

    public Task PreferAsync(string colorScheme) => SendAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = colorScheme } } });

    /// <param name="media">"print", or empty for the screen.</param>
    public Task EmulateMediaAsync(string media) => SendAsync("Emulation.setEmulatedMedia", new { media });

    public Task DisableScriptsAsync() => SendAsync("Emulation.setScriptExecutionDisabled", new { value = true });

    /// <summary>Value of an expression in the page, awaited when it is a promise.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        JsonNode answer = await SendAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        Assert.Null(answer["exceptionDetails"]?.ToJsonString());
        return answer["result"]!["value"];
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
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

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task ConnectAsync()
    {
        const string mark = "DevTools listening on ";
        string? line;
        do
            line = await _process.StandardError.ReadLineAsync(Token);
        while (line is not null && !line.StartsWith(mark, StringComparison.Ordinal));
        Assert.NotNull(line);
        _ = DrainAsync();
        await _socket.ConnectAsync(new Uri(line[mark.Length..].Trim()), Token);
        _ = ReceiveAsync();
        JsonNode target = await SendAsync("Target.createTarget", new { url = "about:blank" });
        _session = (await SendAsync("Target.attachToTarget", new { targetId = target["targetId"]!.GetValue<string>(), flatten = true }))["sessionId"]!.GetValue<string>();
        foreach (string domain in new[] { "Page", "Runtime", "Network", "Log" })
            await SendAsync($"{domain}.enable", new { });
        await SendAsync("Page.setLifecycleEventsEnabled", new { enabled = true });
    }

    private async Task DrainAsync()
    {
        while (await _process.StandardError.ReadLineAsync(_ended.Token) is not null)
        {
        }
    }

    private async Task<JsonNode> SendAsync(string method, object parameters)
    {
        int id = Interlocked.Increment(ref _lastId);
        TaskCompletionSource<JsonNode> answer = _waiting[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] message = _session.Length == 0
            ? JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters })
            : JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters, sessionId = _session });
        await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, Token);
        return await answer.Task.WaitAsync(Token);
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(buffer.AsMemory(), _ended.Token);
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                    continue;
                Take(JsonNode.Parse(message.ToArray())!);
                message.SetLength(0);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            foreach (TaskCompletionSource<JsonNode> waiting in _waiting.Values)
                waiting.TrySetException(new IOException("the browser went away", e));
        }
    }

    private void Take(JsonNode message)
    {
        if (message["id"] is { } id)
        {
            if (!_waiting.TryRemove(id.GetValue<int>(), out TaskCompletionSource<JsonNode>? waiting))
                return;
            if (message["error"] is { } error)
                waiting.SetException(new InvalidOperationException(error.ToJsonString()));
            else
                waiting.SetResult(message["result"]!);
            return;
        }
        _events.Enqueue(message);
        if (message["method"]!.GetValue<string>() == "Page.lifecycleEvent" && message["params"]!["name"]!.GetValue<string>() == "load")
            LoadOf(message["params"]!["loaderId"]!.GetValue<string>()).TrySetResult();
    }

    /// <summary>Ends when the document that this loader brings is loaded: that of the empty page may still be on its way.</summary>
    private TaskCompletionSource LoadOf(string loader) => _loads.GetOrAdd(loader, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
