using Spectre.Console;

namespace SmartKart.Local.Terminal;

/// <summary>Progress as bars on a terminal.</summary>
internal sealed class LiveProgress(IAnsiConsole console, ProgressContext display) : IWorkProgress
{
    public static Task<T> ShowAsync<T>(IAnsiConsole console, Func<IWorkProgress, Task<T>> work) => console.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(),
            new RemainingTimeColumn())
        .StartAsync(display => work(new LiveProgress(console, display)));

    public IWorkStep Begin(string step, long? total = null)
    {
        var task = display.AddTask(Markup.Escape(step), maxValue: total ?? 1);
        task.IsIndeterminate = total is null;
        return new Step(task);
    }

    public void Say(string line) => console.WriteLine(line);

    private sealed class Step(ProgressTask task) : IWorkStep
    {
        public void SetTotal(long total)
        {
            task.MaxValue = total;
            task.IsIndeterminate = false;
        }

        public void Advance(long units) => task.Increment(units);

        public void Dispose()
        {
            task.IsIndeterminate = false;
            task.Value = task.MaxValue;
            task.StopTask();
        }
    }
}
