using System.Diagnostics;
using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Topologies.Events;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>
/// How long an event takes from its publication until it can be read from Redis: events of users and products that were never seen before, asked for every
/// millisecond until they are there.
/// </summary>
/// <param name="platform">Where.</param>
/// <param name="at">When the events happen.</param>
internal sealed class FreshnessProbe(Platform platform, DateTimeOffset at)
{
    private const int Probes = 4;

    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(37);     // no multiple of what commits and deliveries wait
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Probes for so long, four events at once.</summary>
    /// <returns>Milliseconds, of each event of a view that is kept where its events are, and of one whose rows go to another partition first.</returns>
    public async Task<(List<double> InPlace, List<double> Repartitioned)> RunAsync(TimeSpan duration, CancellationToken cancel)
    {
        var views = DefinitionSet.Read(Local.Features.DefinitionSource.Shipped);
        var (user, product) = (ServicePlan.Compile(views.View("user_activity")), ServicePlan.Compile(views.View("product_activity")));
        var schema = await RegisteredEventSerdes.RegisterAsync(platform.Registry, cancel);
        await using var store = OnlineStore.Open(new RedisOptions { Connection = platform.Redis.Connection, ReadTimeout = Patience });
        using var producer = BatchProducer.Open(platform.Kafka);
        var (users, products, gate, began) = (new List<double>(), new List<double>(), new Lock(), Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, Probes).Select(number => Task.Run(async () =>
        {
            for (var n = 0; Stopwatch.GetElapsedTime(began) < duration; n++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"probe-{number}-{n}");
                var published = Stopwatch.GetTimestamp();
                lock (gate) Publish(producer, schema, id);
                var plan = number % 2 == 0 ? user : product;
                await ReadableAsync(store, plan, id, cancel);
                lock (gate) (plan == user ? users : products).Add(Stopwatch.GetElapsedTime(published).TotalMilliseconds);
                await Task.Delay(BetweenProbes, cancel);
            }
        }, cancel)));
        return (users, products);
    }

    private void Publish(BatchProducer producer, RegisteredEventSerdes serdes, string id)
    {
        var value = new System.Buffers.ArrayBufferWriter<byte>();
        serdes.SerdeOf<Clickstream>(Topics.Clickstream).Serialize(
            new Clickstream { EventId = Guid.NewGuid(), OccurredAt = at, UserId = id, Action = ClickstreamAction.View, ProductId = id }, value);
        var batch = new ProducerBatch(Topics.Clickstream);
        batch.Add(System.Text.Encoding.UTF8.GetBytes(id), value.WrittenSpan);
        producer.Send(batch);
    }

    private async Task ReadableAsync(OnlineStore store, ServicePlan plan, string id, CancellationToken cancel)
    {
        var now = ((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) + 1;
        var (keys, found, began) = (new[] { Scalar.From(id) }, new OnlineVectors(plan), Stopwatch.GetTimestamp());
        while (true)
        {
            await store.GetAsync(plan, keys, now, found, cancel);
            if (found.NewestEvent(row: 0, source: 0) is not null) return;
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new TimeoutException($"{id} can't be read after {Patience.TotalSeconds:0} s: its event is lost.");
            await Task.Delay(BetweenReads, cancel);
        }
    }
}
