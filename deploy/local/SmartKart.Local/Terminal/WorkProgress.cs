using Spectre.Console;

namespace SmartKart.Local.Terminal;

/// <summary>
/// Shows how long work gets on, always on stderr: a live display on a terminal, and elsewhere plain lines, few enough
/// for a log. Safe to call from several threads.
/// </summary>
internal interface IWorkProgress
{
    /// <summary>Begins a step, of <paramref name="total"/> units where that is known.</summary>
    IWorkStep Begin(string step, long? total = null);

    /// <summary>Says something lasting about the work, above the display.</summary>
    void Say(string line);
}

/// <summary>One step of the work. Disposing it marks it as finished.</summary>
internal interface IWorkStep : IDisposable
{
    /// <summary>Says how many units there are, once that is known.</summary>
    void SetTotal(long total);

    void Advance(long units = 1);
}

/// <summary>Chooses the display that suits where stderr goes.</summary>
internal static class WorkProgress
{
    public static Task<T> ShowAsync<T>(Func<IWorkProgress, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var live = !Console.IsErrorRedirected && console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi;
        return live ? LiveProgress.ShowAsync(console, work) : work(new PlainProgress(Console.Error, TimeProvider.System));
    }
}
