using System.Threading.Channels;

namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>Sweeps batches on one thread. Each worker has its own.</summary>
internal interface IBatchSweep
{
    /// <returns>Rows done, for the progress.</returns>
    ValueTask<long> SweepAsync(SweepBatch batch, CancellationToken cancel);
}

/// <summary>One thread cuts batches, the others sweep them; batches go round, so that no more than two for each worker are in memory.</summary>
internal static class SweepPipeline
{
    /// <returns>Rows done.</returns>
    public static async Task<long> RunAsync(
        BatchReader reader, Func<SweepBatch> newBatch, IReadOnlyList<IBatchSweep> workers, Action<long> progress, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var full = Channel.CreateUnbounded<SweepBatch>();
        var free = Channel.CreateUnbounded<SweepBatch>();
        for (var i = 0; i < 2 * workers.Count; i++) free.Writer.TryWrite(newBatch());
        var done = 0L;

        async Task ReadAsync()
        {
            while (true)
            {
                var batch = await free.Reader.ReadAsync(stop.Token);
                if (!reader.TryRead(batch)) break;
                full.Writer.TryWrite(batch);
            }
            full.Writer.Complete();
        }

        async Task SweepAsync(IBatchSweep worker)
        {
            await foreach (var batch in full.Reader.ReadAllAsync(stop.Token))
            {
                var rows = await worker.SweepAsync(batch, stop.Token);
                progress(Interlocked.Add(ref done, rows));
                free.Writer.TryWrite(batch);
            }
        }

        // Whoever fails stops the others; awaiting all of them then throws the failure, and not what it stopped.
        async Task Guarded(Func<Task> work)
        {
            try
            {
                await work();
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }

        await Task.WhenAll(workers
            .Select(worker => Task.Run(() => Guarded(() => SweepAsync(worker)), CancellationToken.None))
            .Append(Task.Run(() => Guarded(ReadAsync), CancellationToken.None)));
        return done;
    }
}
