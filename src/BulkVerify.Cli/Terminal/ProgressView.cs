using System.Globalization;
using BulkVerify.Cli.Commands;
using BulkVerify.Engine;

namespace BulkVerify.Cli.Terminal;

/// <summary>One line of progress: rewritten in place on a terminal, a plain line every ten seconds otherwise. Thread-safe.</summary>
internal sealed class ProgressView : IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan InFile = TimeSpan.FromSeconds(10);

    private readonly bool _quiet;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly ITimer? _timer;
    private readonly Lock _gate = new();
    private RunProgress? _last;
    private int _drawn;
    private bool _done;

    public ProgressView(bool quiet)
    {
        _quiet = quiet;
        TimeSpan every = Screen.ErrorIsTerminal ? OnTerminal : InFile;
        _timer = quiet ? null : TimeProvider.System.CreateTimer(_ => Draw(), null, every, every);
    }

    public void Update(RunProgress progress) => Volatile.Write(ref _last, progress);

    public void Dispose()
    {
        lock (_gate)
        {
            if (_done)
                return;
            _done = true;
            _timer?.Dispose();
            if (Screen.ErrorIsTerminal)
                Console.Error.Write(Erasing(_drawn));
        }
    }

    private void Draw()
    {
        if (_quiet || Volatile.Read(ref _last) is not { } progress)
            return;
        lock (_gate)
        {
            if (_done)
                return;
            string reading = Line(progress, TimeProvider.System.GetElapsedTime(_started));
            string[] lines = Dns(progress) is { Length: > 0 } dns ? [reading, dns] : [reading];
            if (Screen.ErrorIsTerminal)
                Console.Error.Write(Erasing(_drawn) + string.Join('\n', lines.Select(Cut)));
            else
                Console.Error.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {string.Join("   ", lines)}");
            _drawn = lines.Length;
        }
    }

    /// <summary>Clears the lines drawn last and goes back to where they began.</summary>
    private static string Erasing(int lines) => lines == 0 ? "" : "\r\u001b[2K" + string.Concat(Enumerable.Repeat("\u001b[1A\u001b[2K", lines - 1));

    /// <summary>A line that wraps could not be cleared.</summary>
    private static string Cut(string line)
    {
        int width = Math.Max(20, Screen.Error.Profile.Width - 1);
        return line.Length <= width ? line : line[..width];
    }

    private static string Line(RunProgress progress, TimeSpan elapsed)
    {
        double seconds = Math.Max(elapsed.TotalSeconds, 0.001);
        string speed = string.Create(CultureInfo.InvariantCulture, $"{progress.Messages:N0} msg   {progress.Messages / seconds:N0} msg/s");
        string faults = progress.Faults > 0 ? string.Create(CultureInfo.InvariantCulture, $"   {progress.Faults:N0} faults") : "";
        if (progress.TotalBytes is not > 0)
            return $"{SizeText.ForPeople(progress.Bytes)}   {speed}{faults}";
        double share = Math.Min(1, (double)progress.Bytes / progress.TotalBytes.Value);
        TimeSpan left = share > 0.01 ? TimeSpan.FromSeconds(seconds * (1 - share) / share) : TimeSpan.Zero;
        string bar = new string('=', (int)(share * 20)).PadRight(20);
        string eta = share > 0.01 ? string.Create(CultureInfo.InvariantCulture, $"   ETA {(int)left.TotalMinutes}:{left.Seconds:00}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"[{bar}] {share * 100:0} %   {SizeText.ForPeople(progress.Bytes)} of {SizeText.ForPeople(progress.TotalBytes.Value)}   {speed}{eta}{faults}");
    }

    private static string Dns(RunProgress progress)
    {
        if (progress.Dns is not { } dns)
            return "";
        string again = progress.JudgedAgain > 0 ? $", {SummaryView.Count(progress.JudgedAgain, "message", "messages")} judged again" : "";
        string timedOut = dns.Resolver.TimedOut > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {dns.Resolver.TimedOut:N0} timed out ({string.Join(", ", dns.Resolver.Servers.Where(s => s.TimedOut > 0).Take(3).Select(s => s.Server.Address))})")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"DNS {dns.Asked:N0} questions, {dns.CachedShare * 100:0.0} % answered from cache, {dns.Resolver.Waiting:N0} waiting{timedOut}{again}");
    }
}
