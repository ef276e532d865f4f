using SmartKart.Kafka;
using SmartKart.Local.Terminal;
using SmartKart.Topologies.Worker;
using Spectre.Console;

namespace SmartKart.Local.Platform;

/// <summary>How a running platform is shown.</summary>
internal enum WatchKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A line now and then.</summary>
    Lines,

    /// <summary>A screen that moves, on a terminal; elsewhere lines.</summary>
    Live,
}

/// <summary>Shows how a platform gets on, on stderr, until it is told to stop or a part of it fails.</summary>
internal sealed class PlatformWatch(PlatformRun platform, TimeProvider time)
{
    private static readonly TimeSpan BetweenScreens = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);
    private const int LooksKept = 5;        // screens' rates are of ten seconds, as the lines' are

    private readonly Queue<PlatformLook> _looks = new();
    private IReadOnlyList<TopicPartition> _partitions = [];

    /// <summary>Watches.</summary>
    /// <exception cref="CommandException">A part failed.</exception>
    public static async Task RunAsync(PlatformRun platform, WatchKind kind, CancellationToken stop)
    {
        using var ended = new CancellationTokenSource();
        var end = platform.EndAsync(stop);
        var shown = new PlatformWatch(platform, TimeProvider.System).ShowAsync(kind, ended.Token);
        if (await Task.WhenAny(end, shown) == shown) await shown;
        await ended.CancelAsync();
        try
        {
            await shown;
        }
        catch (OperationCanceledException)
        {
            // It is told to, once there is nothing to show any more.
        }
        await end;
    }

    private async Task ShowAsync(WatchKind kind, CancellationToken ended)
    {
        if (kind == WatchKind.None)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, ended);
            return;
        }
        _partitions = await PlatformLook.PartitionsAsync(platform.Admin, ended);
        _looks.Enqueue(await PlatformLook.TakeAsync(platform, _partitions, time, ended));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var isLive = kind == WatchKind.Live && !Console.IsErrorRedirected && console.Profile.Capabilities is { Interactive: true, Ansi: true };
        if (isLive) await ShowScreensAsync(console, ended);
        else await ShowLinesAsync(ended);
    }

    private async Task ShowScreensAsync(IAnsiConsole console, CancellationToken ended)
    {
        var errors = Console.Error;
        Console.SetError(new LinesAbove(console));
        try
        {
            await console.Live(new Text("")).StartAsync(async live =>
            {
                while (true)
                {
                    await Task.Delay(BetweenScreens, time, ended);
                    if (await LookAsync(ended) is { } figures) live.UpdateTarget(PlatformScreen.Of(figures));
                }
            });
        }
        finally
        {
            Console.SetError(errors);
        }
    }

    private async Task ShowLinesAsync(CancellationToken ended)
    {
        while (true)
        {
            await Task.Delay(BetweenLines, time, ended);
            if (await LookAsync(ended) is { } figures) await Console.Error.WriteLineAsync(LineOf(figures));
        }
    }

    // While the broker doesn't answer there is nothing new to show; what can't go on without it says so itself.
    private async Task<PlatformFigures?> LookAsync(CancellationToken ended)
    {
        try
        {
            var look = await PlatformLook.TakeAsync(platform, _partitions, time, ended);
            var figures = PlatformFigures.Of(_looks.Peek(), look, platform.Streams?.Options ?? new WorkerOptions(), time);
            _looks.Enqueue(look);
            if (_looks.Count > LooksKept) _looks.Dequeue();
            return figures;
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    internal static string LineOf(PlatformFigures figures)
    {
        var behind = figures.Topologies.Where(topology => topology.LagRecords > 0)
            .Select(topology => $"{topology.Name} {FigureText.Count(topology.LagRecords)} ({FigureText.Time(topology.Lag)})").ToList();
        var notReady = figures.Topologies.Where(topology => !topology.IsRunning).Select(topology => topology.Name).ToList();
        return $"{FigureText.Count(figures.RecordsPerSecond)} events/s; behind: {(behind.Count == 0 ? "none" : string.Join(", ", behind))}; "
            + (notReady.Count == 0 ? "" : $"not ready: {string.Join(", ", notReady)}; ")
            + $"freshness {PlatformScreen.Freshness(figures)}; dead letters {FigureText.Count(figures.DeadLetters)}; archive {PlatformScreen.Archive(figures)}; "
            + $"redis {PlatformScreen.Redis(figures)}, {FigureText.Count(figures.Unwritten)} writes wait; process {FigureText.Bytes(figures.ProcessBytes)}";
    }
}
