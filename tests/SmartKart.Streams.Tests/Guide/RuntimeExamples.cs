using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Kafka;
using SmartKart.Streams.Queries;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Guide;

/// <summary>The guide's examples of a topology on a broker.</summary>
public sealed class RuntimeExamples(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    [Fact]
    public async Task A_topology_runs_exactly_once_and_its_store_answers_while_it_does()
    {
        await broker.Admin.Topics.CreateAsync([new NewTopic("orders", 3)], cancellation: TestContext.Current.CancellationToken);
        broker.Produce("orders", ("o-1", "GB", 0), ("o-2", "FR", 1), ("o-3", "GB", 2));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("orders")
            .GroupBy((order, country) => country)
            .Count(Materialized.As<string, long>("orders-per-country"));
        var topology = builder.Build();
        var (kafka, folder, loggers, cancellation) = (broker.Kafka, broker.NewFolder(), NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

        var options = new StreamsOptions
        {
            ApplicationId = "orders-per-country",                    // the group, and the prefix of the internal topics
            ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            Threads = 2,
            StateDirectory = folder,
        };
        await using var streams = new KafkaStreams(topology, options, kafka, loggers);
        streams.StateChanged += change => Console.WriteLine(change);  // says why it changed
        await streams.StartAsync(cancellation);
        await Application.Eventually(() => streams.State == KafkaStreamsState.Running, () => "running");
        await Application.Eventually(() => Count(streams, "GB") == 2, () => "two orders to GB");

        var store = streams.Store("orders-per-country", QueryableStoreTypes.KeyValueStore<string, ValueAndTimestamp<long>>());
        if (store.TryGet("GB", out var count)) Console.WriteLine(count.Value);
        var owner = await streams.QueryMetadataForKeyAsync("orders-per-country", "GB", Serdes.String(), cancellation);

        count.Value.ShouldBe(2);
        owner.IsLocal.ShouldBeTrue();
    }

    private static long? Count(KafkaStreams streams, string country)
    {
        try
        {
            return streams.Store("orders-per-country", QueryableStoreTypes.KeyValueStore<string, ValueAndTimestamp<long>>()).TryGet(country, out var count) ? count.Value : null;
        }
        catch (InvalidStateStoreException)
        {
            return null; // a task is on its way from one thread to the other
        }
    }
}
