using SmartKart.Kafka;
using SmartKart.Streams.Threads;

namespace SmartKart.Streams.Planning;

/// <summary>Deletes the records of repartition topics that were processed and committed: they are kept for nobody else.</summary>
internal sealed class RepartitionPurge(StreamsApplication application, KafkaAdmin admin, IReadOnlySet<string> topics) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _purging = Task.CompletedTask;

    public void Start() => _purging = PurgeAgainAndAgainAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _purging;
        _stop.Dispose();
    }

    private async Task PurgeAgainAndAgainAsync()
    {
        using var timer = new PeriodicTimer(application.Options.RepartitionPurgeInterval, application.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token)) await PurgeAsync();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The application stops.
        }
    }

    // By what the group committed: each instance may do it for all, and doing it twice does no harm.
    private async Task PurgeAsync()
    {
        try
        {
            var committed = await admin.GroupOffsets.ListAsync(application.Options.ApplicationId, cancellation: _stop.Token);
            TopicPartitionOffset[] processed = [.. committed.Where(each => each.Error is null && each.Offset > 0 && topics.Contains(each.Partition.Topic))
                .Select(each => each.Partition.At(each.Offset))];
            foreach (var purged in await admin.Offsets.DeleteRecordsAsync(processed, _stop.Token))
                if (purged.Error is { } fault) Log.RepartitionNotPurged(application.Logger, fault, purged.Partition);
        }
        catch (KafkaException fault)
        {
            Log.OffsetsNotListed(application.Logger, fault, application.Options.ApplicationId); // what stays is deleted the next time
        }
    }
}
