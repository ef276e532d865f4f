using System.Buffers;
using System.Buffers.Binary;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>What the instances run while they come and go: counts per key, on disk, each count told at once. A key's partition is its number's rest.</summary>
internal static class RebalanceTopology
{
    public const string ApplicationId = "rebalance", Input = "events", Output = "counted";
    public const int Partitions = 12;
    private const string Store = "count";

    public static Topology Build() => new Topology()
        .AddSource("source", [Input], Number.Serde, Number.Serde)
        .AddProcessor("count", () => new Counter(), "source")
        .AddStateStore(Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore(Store), Number.Serde, Number.Serde), "count")
        .AddSink("sink", Output, Number.Serde, Number.Serde, (_, key, _, partitions) => (int)(key % partitions), "count");

    private sealed class Counter : IProcessor<long, long, long, long>
    {
        private IProcessorContext<long, long>? _context;
        private IKeyValueStore<long, long>? _counts;

        public void Init(IProcessorContext<long, long> context) => (_context, _counts) = (context, context.GetStateStore<IKeyValueStore<long, long>>(Store));

        public void Process(in Record<long, long> record)
        {
            var count = _counts!.TryGet(record.Key, out var before) ? before + 1 : 1;      // after Init
            _counts.Put(record.Key, count);
            _context!.Forward(record.WithValue(count));
        }
    }

    /// <summary>A number in eight bytes, big-endian.</summary>
    private sealed class Number : ISerde<long>
    {
        public static Number Serde { get; } = new();

        public void Serialize(long value, IBufferWriter<byte> output)
        {
            BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), value);
            output.Advance(sizeof(long));
        }

        public long Deserialize(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64BigEndian(bytes);
    }
}
