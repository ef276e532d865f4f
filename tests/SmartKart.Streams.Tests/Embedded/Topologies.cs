using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Tests.Embedded;

/// <summary>Small topologies that many tests run.</summary>
internal static class Topologies
{
    public const string Counts = "counts";

    /// <summary>Copies a topic, the values in upper case.</summary>
    public static Topology Upper(string from, string to) => new Topology()
        .AddSource("in", [from], Serdes.String(), Serdes.String())
        .AddProcessor("upper", () => new Each<string, string, string, string>((record, context) => context.Forward(record.WithValue(record.Value.ToUpperInvariant()))), "in")
        .AddSink("out", to, Serdes.String(), Serdes.String(), null, "upper");

    /// <summary>Counts records by key in a store, and writes each new count.</summary>
    public static Topology Count(string from, string to, Action<Record<string, string>>? before = null, bool isPersistent = false) => new Topology()
        .AddSource("in", [from], Serdes.String(), Serdes.String())
        .AddProcessor("count", () => new CountByKey(before), "in")
        .AddStateStore(Stores.KeyValueStoreBuilder(isPersistent ? Stores.PersistentKeyValueStore(Counts) : Stores.InMemoryKeyValueStore(Counts), Serdes.String(), Serdes.Int64()), "count")
        .AddSink("out", to, Serdes.String(), Serdes.Int64(), null, "count");

    private sealed class CountByKey(Action<Record<string, string>>? before) : IProcessor<string, string, string, long>
    {
        private IProcessorContext<string, long> _context = null!; // set by Init
        private IKeyValueStore<string, long> _counts = null!; // set by Init

        public void Init(IProcessorContext<string, long> context)
        {
            _context = context;
            _counts = context.GetStateStore<IKeyValueStore<string, long>>(Counts);
        }

        public void Process(in Record<string, string> record)
        {
            before?.Invoke(record);
            var count = _counts.TryGet(record.Key, out var known) ? known + 1 : 1;
            _counts.Put(record.Key, count);
            _context.Forward(record.WithValue(count));
        }
    }
}

/// <summary>A processor that is one function.</summary>
internal sealed class Each<KIn, VIn, KOut, VOut>(Action<Record<KIn, VIn>, IProcessorContext<KOut, VOut>> process) : IProcessor<KIn, VIn, KOut, VOut>
{
    private IProcessorContext<KOut, VOut> _context = null!; // set by Init

    public void Init(IProcessorContext<KOut, VOut> context) => _context = context;

    public void Process(in Record<KIn, VIn> record) => process(record, _context);
}
