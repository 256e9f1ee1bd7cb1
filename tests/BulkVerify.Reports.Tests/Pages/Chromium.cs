using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BulkVerify.Reports.Tests.Pages;

/// <summary>One page of a <see cref="ChromiumProcess"/>, driven over its DevTools protocol. It shares nothing with other pages and is closed with the object.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly ConcurrentQueue<JsonNode> _events = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _loads = new();
    private string _session = "";
    private int _lastId;

    /// <summary>Events so far: requests, console messages, exceptions, log entries.</summary>
    public IEnumerable<JsonNode> Events => _events;

    /// <summary>Opens an empty page, or skips the test when the machine has no Chromium.</summary>
    public static async Task<Chromium> StartAsync(ChromiumProcess process)
    {
        var page = new Chromium();
        try
        {
            await page.ConnectAsync(await process.EndpointAsync());
            return page;
        }
        catch
        {
            await page.DisposeAsync();
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
        _ended.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task ConnectAsync(Uri endpoint)
    {
        await _socket.ConnectAsync(endpoint, Token);
        _ = ReceiveAsync();
        JsonNode context = await SendAsync("Target.createBrowserContext", new { disposeOnDetach = true });
        JsonNode target = await SendAsync("Target.createTarget", new { url = "about:blank", browserContextId = context["browserContextId"]!.GetValue<string>() });
        _session = (await SendAsync("Target.attachToTarget", new { targetId = target["targetId"]!.GetValue<string>(), flatten = true }))["sessionId"]!.GetValue<string>();
        foreach (string domain in new[] { "Page", "Runtime", "Network", "Log" })
            await SendAsync($"{domain}.enable", new { });
        await SendAsync("Page.setLifecycleEventsEnabled", new { enabled = true });
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
