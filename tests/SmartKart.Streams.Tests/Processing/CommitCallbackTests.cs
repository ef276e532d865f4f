using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Processing;

public sealed class CommitCallbackTests
{
    /// <summary>Adds up in memory, stores at commits, and tells the world outside what is committed.</summary>
    private sealed class Totals(List<string> outside) : IProcessor<string, long, Nothing, Nothing>, ICommitCallback
    {
        private readonly Dictionary<string, long> _totals = [];
        private readonly HashSet<string> _changed = [];
        private IKeyValueStore<string, long>? _store;

        public void Init(IProcessorContext<Nothing, Nothing> context) => _store = context.GetStateStore<IKeyValueStore<string, long>>("totals");

        public void Process(in Record<string, long> record)
        {
            _totals[record.Key] = _totals.GetValueOrDefault(record.Key) + record.Value;
            _changed.Add(record.Key);
        }

        public void OnCommitting()
        {
            foreach (var key in _changed) _store!.Put(key, _totals[key]);
        }

        public void OnCommitted()
        {
            outside.AddRange(_changed.Order().Select(key => $"{key}={_totals[key]}"));
            _changed.Clear();
        }
    }

    [Fact]
    public void A_processor_stores_when_a_commit_begins_and_tells_the_world_when_it_is_done()
    {
        var outside = new List<string>();
        using var driver = new TopologyTestDriver(Topology(outside));
        var amounts = driver.CreateInputTopic<string, long>("amounts");
        var changelog = driver.CreateOutputTopic<string, long>("test-totals-changelog");

        amounts.PipeInput("ada", 3);
        amounts.PipeInput("ada", 4);
        amounts.PipeInput("bob", 1);
        driver.GetKeyValueStore<string, long>("totals").TryGet("ada", out _).ShouldBeFalse("nothing was committed");
        outside.ShouldBeEmpty();
        driver.Commit();

        outside.ShouldBe(["ada=7", "bob=1"]);
        driver.GetKeyValueStore<string, long>("totals").TryGet("ada", out var total).ShouldBeTrue();
        total.ShouldBe(7);
        changelog.ReadRecords().Select(record => (record.Key, record.Value)).ShouldBe([("ada", 7L), ("bob", 1L)], ignoreOrder: true);
    }

    [Fact]
    public void What_a_cache_held_back_is_in_the_commit_that_lets_it_go()
    {
        var outside = new List<string>();
        var builder = new StreamBuilder();
        builder.AddStateStore(Stores.KeyValueStoreBuilder(Stores.InMemoryKeyValueStore("totals"), Serdes.String(), Serdes.Int64()));
        builder.Stream<string, long>("amounts").GroupByKey().Count(Materialized.As<string, long>("counts")).ToStream()
            .Process(() => new Totals(outside), "totals-processor", "totals");
        using var driver = new TopologyTestDriver(builder.Build(), new TopologyTestDriverOptions { CachingEnabled = true });

        driver.CreateInputTopic<string, long>("amounts").PipeInput("ada", 3);
        driver.Commit();

        outside.ShouldBe(["ada=1"]);
        driver.GetKeyValueStore<string, long>("totals").TryGet("ada", out _).ShouldBeTrue();
    }

    private static Topology Topology(List<string> outside)
    {
        var builder = new StreamBuilder();
        builder.AddStateStore(Stores.KeyValueStoreBuilder(Stores.InMemoryKeyValueStore("totals"), Serdes.String(), Serdes.Int64()));
        builder.Stream<string, long>("amounts").Process(() => new Totals(outside), "totals-processor", "totals");
        return builder.Build();
    }
}
