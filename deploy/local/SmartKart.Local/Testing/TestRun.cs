using System.Globalization;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Testing;

/// <summary>
/// One run of a test program. It reads what the program says, names the tests that take long, and ends the program where it stands
/// still: a run must not wait for ever, and whoever looks at its end must learn what it waited for.
/// </summary>
internal sealed class TestRun(string project, TimeSpan stallLimit, IWorkProgress progress, TimeProvider time)
{
    /// <summary>For how long a program may stand still unless told otherwise: far more than any test takes.</summary>
    public static readonly TimeSpan DefaultStallLimit = TimeSpan.FromMinutes(10);

    /// <summary>After how long a test that still runs is named.</summary>
    public TimeSpan TakesLong { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the clock is looked at.</summary>
    public TimeSpan BetweenLooks { get; init; } = TimeSpan.FromSeconds(1);

    /// <param name="program">Makes the program, from where the lines of its output and of its errors go.</param>
    /// <param name="cancel">Ends it, and this with the cancellation.</param>
    public async Task<ProjectResult> RunAsync(Func<Action<string>, Action<string>, ChildProcess> program, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        using var step = progress.Begin(project);
        var running = new RunningTests(time);
        var messages = new TestMessages(running)
        {
            OnDiscovered = cases => step.SetTotal(cases),
            OnResult = failed =>
            {
                step.Advance();
                if (failed is not null)
                    progress.Say(Describe(failed));
            },
        };

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var looks = new PeriodicTimer(BetweenLooks, time);
        var watching = WatchAsync(running, looks, stop);
        try
        {
            var exitCode = await program(messages.Read, messages.Keep).RunAsync(stop.Token);
            messages.Close(project, exitCode);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            messages.CloseStalled(project);
        }
        finally
        {
            looks.Dispose(); // which ends the watching
            await watching;
        }
        return new ProjectResult(project, messages.Passed, messages.Failed, messages.Skipped, time.GetElapsedTime(began));
    }

    private async Task WatchAsync(RunningTests running, PeriodicTimer looks, CancellationTokenSource stop)
    {
        while (await looks.WaitForNextTickAsync(CancellationToken.None))
        {
            foreach (var test in running.TakeLong(TakesLong))
                progress.Say(string.Create(CultureInfo.InvariantCulture, $"{project}: still running after {test.For.TotalSeconds:0} s: {test.Name}"));
            if (running.StoodStillFor < stallLimit) continue;
            await stop.CancelAsync();
            return;
        }
    }

    private static string Describe(FailedTest test) => $"FAILED {test.Name}\n{Indent(test.Message)}\n{Indent(test.StackTrace)}";

    private static string Indent(string text) => "    " + text.ReplaceLineEndings("\n    ");
}
