using System.Buffers.Text;
using SmartKart.Kafka;

namespace SmartKart.Broker.Tests.Crash.Loads;

/// <summary>
/// An idempotent producer that numbers its records, per partition from 0, and notes up to which number they were acknowledged under
/// <c>acks=all</c>. Held to: each number is there once and in order, none that was acknowledged is missing.
/// </summary>
internal sealed class ProducerLoad : ILoad
{
    private const int RecordsASend = 20;
    private readonly BrokerProcess _broker;
    private readonly string _topic;
    private readonly int _partitions;
    private readonly long[] _acknowledged;      // per partition; written by the thread, read by checks
    private readonly LoadThread _thread;
    private Ledger _ledger;

    public ProducerLoad(BrokerProcess broker, string topic, int partitions)
    {
        (_broker, _topic, _partitions, _acknowledged) = (broker, topic, partitions, new long[partitions]);
        _ledger = new Ledger(broker, topic, partitions);
        _thread = new LoadThread(Produce);
    }

    public string Summary => $"{_topic}: {Acknowledged().Sum()} records acknowledged to an idempotent producer";

    public long[] Acknowledged() => [.. Enumerable.Range(0, _partitions).Select(partition => Volatile.Read(ref _acknowledged[partition]))];

    public async Task CheckAsync(CancellationToken cancellation)
    {
        await _thread.ThrowIfFaultedAsync();
        var acknowledged = Acknowledged();
        _ledger.Read(cancellation);
        _ledger.ShouldHold(acknowledged);
    }

    /// <summary>Stops, and reads the whole log once more from its beginning: what was sound after one crash may not be after ten more.</summary>
    public async Task StopAsync()
    {
        await _thread.StopAsync();
        _ledger = new Ledger(_broker, _topic, _partitions);
    }

    public ValueTask DisposeAsync() => _thread.DisposeAsync();

    private void Produce(CancellationToken stop)
    {
        // Unlimited retries within a time far longer than any restart takes: what is sent arrives.
        using var producer = BatchProducer.Open(Clients.Of(_broker)
            .With("linger.ms", "1")
            .With("message.timeout.ms", "600000")
            .With("compression.type", "lz4"));
        var batch = new ProducerBatch(_topic);
        Span<byte> number = stackalloc byte[20];
        for (var next = 0L; ; next += RecordsASend)
        {
            stop.ThrowIfCancellationRequested();
            for (var each = next; each < next + RecordsASend; each++)
            {
                Utf8Formatter.TryFormat(each, number, out var length);
                for (var partition = 0; partition < _partitions; partition++) batch.Add(default, number[..length], partition);
            }
            producer.Send(batch, CancellationToken.None);
            // Not cancelled: at the end, too, it shall be known of each record whether it is promised.
            producer.Flush(CancellationToken.None);
            for (var partition = 0; partition < _partitions; partition++) Volatile.Write(ref _acknowledged[partition], next + RecordsASend);
        }
    }

    /// <summary>What a reader saw of it.</summary>
    private sealed class Ledger(BrokerProcess broker, string topic, int partitions)
    {
        private readonly LogReader _reader = new(broker, topic, partitions, committedOnly: false);
        private readonly long[] _seen = new long[partitions];

        public void Read(CancellationToken cancellation) => _reader.Read(record =>
        {
            if (!Utf8Parser.TryParse(record.Value, out long number, out var length) || length != record.Value.Length)
                throw new InvalidOperationException(
                    $"{topic}[{record.Partition}]@{record.Offset} holds what nobody wrote: {Convert.ToHexString(record.Value)}.");
            number.ShouldBe(_seen[record.Partition]++, $"{topic}[{record.Partition}]@{record.Offset}: every record once, in its producer's order");
        }, cancellation);

        public void ShouldHold(long[] acknowledged)
        {
            for (var partition = 0; partition < partitions; partition++)
                _seen[partition].ShouldBeGreaterThanOrEqualTo(acknowledged[partition], $"acknowledged records of {topic}[{partition}] are lost");
        }
    }
}
