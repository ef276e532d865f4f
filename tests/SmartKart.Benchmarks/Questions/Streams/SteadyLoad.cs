using System.Buffers.Binary;
using SmartKart.Kafka;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>One record per partition every <see cref="Every"/>, until it is stopped: a gap in the output is then the application's.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(10);
    private const int KeysPerPartition = 1_000;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public SteadyLoad(KafkaConfiguration kafka) => _loop = Task.Run(() => RunAsync(kafka));

    /// <summary>Stops it, and throws what went wrong.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);     // StopAsync is who tells
        _stop.Dispose();
    }

    private async Task RunAsync(KafkaConfiguration kafka)
    {
        using var producer = BatchProducer.Open(kafka.With("linger.ms", "0"));
        using var clock = new PeriodicTimer(Every);
        var batch = new ProducerBatch(RebalanceTopology.Input);
        var number = new byte[sizeof(long)];
        for (var round = 0L; !_stop.IsCancellationRequested; round++)
        {
            for (var partition = 0; partition < RebalanceTopology.Partitions; partition++)
            {
                BinaryPrimitives.WriteInt64BigEndian(number, (round % KeysPerPartition * RebalanceTopology.Partitions) + partition);
                batch.Add(number, number, partition);
            }
            producer.Send(batch);
            await clock.WaitForNextTickAsync();
        }
        producer.Flush();
    }
}
