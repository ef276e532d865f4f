using System.Diagnostics;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Replay;
using SmartKart.Kafka;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>
/// Events at an even rate, published as commerce services do it: each as it happens, in no transaction. (One would hide whatever lies behind it in its
/// partition until it is over, events of others too.)
/// </summary>
/// <param name="platform">Where.</param>
/// <param name="perSecond">How many.</param>
internal sealed class EvenLoad(Platform platform, double perSecond)
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);

    /// <summary>Publishes the history until it ends, or it is told to stop.</summary>
    /// <param name="history">What.</param>
    /// <param name="began">Is told that the first events are on their way.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Events a second, as they really came.</returns>
    public async Task<double> RunAsync(IHistory history, TaskCompletionSource began, CancellationToken stop)
    {
        var schemas = await new ReplayTopics(platform.Admin, platform.Registry, TimeProvider.System).RegisterAsync(CancellationToken.None);
        using var producer = BatchProducer.Open(platform.Kafka);
        using var sink = new PublishingSink(producer, schemas, CancellationToken.None);
        var (started, events) = (Stopwatch.GetTimestamp(), 0L);
        foreach (var each in history.Read(new RowAccount(), CancellationToken.None))
        {
            each.DeliverTo(sink);
            var ahead = TimeSpan.FromSeconds(++events / perSecond) - Stopwatch.GetElapsedTime(started);
            if (ahead < Breath) continue;
            foreach (var topic in sink.Topics) producer.Send(topic.Batch, CancellationToken.None);
            began.TrySetResult();
            await Task.Delay(ahead, CancellationToken.None);
            if (stop.IsCancellationRequested) break;
        }
        sink.Finish();
        return events / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
