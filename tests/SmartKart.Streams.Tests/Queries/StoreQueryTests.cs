using SmartKart.Kafka;
using SmartKart.Streams.Processing;
using SmartKart.Streams.Queries;
using SmartKart.Streams.State;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Queries;

public sealed class StoreQueryTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private const int Partitions = 4;

    private StreamsOptions Options => new()
    {
        ApplicationId = broker.NewName("app"), StateDirectory = broker.NewFolder(), ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2, CommitInterval = TimeSpan.FromMilliseconds(50),
    };

    [Fact]
    public async Task A_key_is_found_on_the_instance_that_its_metadata_names()
    {
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        var options = Options;
        var keys = Enumerable.Range(0, 30).Select(n => $"key {n}").ToList();
        broker.Produce(from, keys.Select(key => (key, (string?)"x", ProducerBatch.AnyPartition)));
        await using var first = await Application.RunAsync(broker, Topologies.Count(from, to), options with { ApplicationServer = "one:1" });
        await using var second = await Application.RunAsync(broker, Topologies.Count(from, to), options with { ApplicationServer = "two:2", StateDirectory = broker.NewFolder() });
        await broker.SharesAsync(options.ApplicationId, members: 2, partitionsEach: 2);
        await first.Becomes(KafkaStreamsState.Running);
        using var reader = new TopicReader(broker, to);
        reader.Read(30);
        var stores = new[] { first, second }.ToDictionary(
            each => each == first ? "one:1" : "two:2", each => each.Streams.Store(Topologies.Counts, QueryableStoreTypes.KeyValueStore<string, long>()));

        foreach (var key in keys)
        {
            var metadata = await first.Streams.QueryMetadataForKeyAsync(Topologies.Counts, key, Serdes.String(), TestContext.Current.CancellationToken);
            metadata.IsLocal.ShouldBe(metadata.Server == "one:1");
            await Application.Eventually(() => Has(stores[metadata.Server.ShouldNotBeNull()], key), () => $"{key} on {metadata.Server}");
        }
        stores.Values.Sum(store => Count(store)).ShouldBe(30);
    }

    [Fact]
    public async Task What_is_not_committed_is_not_shown_under_exactly_once()
    {
        var (from, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        broker.Produce(from, ("a", "x", 0));
        var processed = new TaskCompletionSource();
        await using var application = await Application.RunAsync(broker, Topologies.Count(from, to, _ => processed.TrySetResult()), Options with { CommitInterval = TimeSpan.FromMinutes(1) });
        await processed.Task.WaitAsync(Application.Deadline, TestContext.Current.CancellationToken);

        application.Streams.Store(Topologies.Counts, QueryableStoreTypes.KeyValueStore<string, long>()).TryGet("a", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_an_error_that_says_so()
    {
        var (from, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        await using var application = await Application.RunAsync(broker, Topologies.Count(from, to), Options);

        Should.Throw<TopologyException>(() => application.Streams.Store("none", QueryableStoreTypes.KeyValueStore<string, long>())).Message.ShouldContain("'counts'");
        var store = application.Streams.Store(Topologies.Counts, QueryableStoreTypes.WindowStore<string, long>());
        Should.Throw<InvalidStateStoreException>(() => store.All());
    }

    [Fact]
    public async Task A_global_store_is_filled_before_the_first_record_and_kept_up()
    {
        var (rates, from, to) = (await broker.NewTopicAsync(3), await broker.NewTopicAsync(), await broker.NewTopicAsync());
        broker.Produce(rates, ("EUR", "1.0", 0), ("USD", "0.9", 1), ("GBP", "1.2", 2));
        broker.Produce(from, ("USD", "?", 0), ("GBP", "?", 0));
        var topology = new Topology()
            .AddGlobalStore(
                Stores.KeyValueStoreBuilder(Stores.InMemoryKeyValueStore("rates"), Serdes.String(), Serdes.String()).WithLoggingDisabled(),
                "rates-in", rates, Serdes.String(), Serdes.String(), "rates-put", () => new PutAll())
            .AddSource("in", [from], Serdes.String(), Serdes.String())
            .AddProcessor("look", () => new LookUp(), "in")
            .AddSink("out", to, Serdes.String(), Serdes.String(), null, "look");
        await using var application = await Application.RunAsync(broker, topology, Options);

        using var reader = new TopicReader(broker, to);
        reader.Read(2).Select(record => (record.Key, record.Text)).ShouldBe([("USD", "0.9"), ("GBP", "1.2")]);
        broker.Produce(rates, ("JPY", "0.006", 0));
        var store = application.Streams.Store("rates", QueryableStoreTypes.KeyValueStore<string, string>());
        await Application.Eventually(() => store.TryGet("JPY", out var rate) && rate == "0.006", () => "the new rate");
    }

    private static bool Has(IReadOnlyKeyValueStore<string, long> store, string key) => store.TryGet(key, out var count) && count == 1;

    private static int Count(IReadOnlyKeyValueStore<string, long> store)
    {
        var count = 0;
        using var all = store.All();
        while (all.MoveNext()) count++;
        return count;
    }

    private sealed class PutAll : IProcessor<string, string, Nothing, Nothing>
    {
        private IKeyValueStore<string, string> _store = null!; // set by Init

        public void Init(IProcessorContext<Nothing, Nothing> context) => _store = context.GetStateStore<IKeyValueStore<string, string>>("rates");

        public void Process(in Record<string, string> record) => _store.Put(record.Key, record.Value);
    }

    private sealed class LookUp : IProcessor<string, string, string, string>
    {
        private IProcessorContext<string, string> _context = null!; // set by Init
        private IReadOnlyKeyValueStore<string, string> _rates = null!; // as above

        public void Init(IProcessorContext<string, string> context) =>
            (_context, _rates) = (context, context.GetStateStore<IReadOnlyKeyValueStore<string, string>>("rates"));

        public void Process(in Record<string, string> record) => _context.Forward(record.WithValue(_rates.TryGet(record.Key, out var rate) ? rate : "none"));
    }
}
