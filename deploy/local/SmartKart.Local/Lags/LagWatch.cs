using SmartKart.Kafka;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Lags;

/// <summary>Shows how far all is behind, again and again until it is told to stop: on a terminal in place of what it showed before, elsewhere below it.</summary>
/// <param name="read">Reads it anew.</param>
/// <param name="time">Tells when the next is due.</param>
internal sealed class LagWatch(Func<CancellationToken, Task<LagReport>> read, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Shows it as JSON documents, one below the other.</summary>
    public Task ShowDocumentsAsync(CancellationToken stop) => EachAsync(report => JsonOutput.Print(report.ToDocument()), stop);

    /// <summary>Shows it as tables.</summary>
    public Task ShowTablesAsync(IAnsiConsole console, bool byPartition, CancellationToken stop) => console.Profile.Capabilities is { Interactive: true, Ansi: true }
        ? console.Live(new Text("")).StartAsync(live => EachAsync(report => live.UpdateTarget(LagTables.Of(report, byPartition)), stop))
        : EachAsync(report => console.Write(LagTables.Of(report, byPartition)), stop);

    private async Task EachAsync(Action<LagReport> show, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                if (await ReadAsync(stop) is { } report) show(report);
                await Task.Delay(BetweenLooks, time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was told to: its good end.
        }
    }

    // While the cluster doesn't answer there is nothing new to show.
    private async Task<LagReport?> ReadAsync(CancellationToken stop)
    {
        try
        {
            return await read(stop);
        }
        catch (KafkaException fault)
        {
            await Console.Error.WriteLineAsync($"smartkart: {fault.Message} It is looked again in {BetweenLooks.TotalSeconds:0} s.");
            return null;
        }
    }
}
