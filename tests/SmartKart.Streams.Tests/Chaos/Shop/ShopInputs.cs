using SmartKart.Kafka;

namespace SmartKart.Streams.Tests.Chaos.Shop;

/// <summary>
/// The records of a seed: orders and payments, a little out of order, and now and then a new version of an account. Each is produced once
/// by an idempotent producer that outlives the broker's restarts, so what the topics hold is known.
/// </summary>
internal sealed class ShopInputs
{
    public const int Users = 1_000, Products = 200;
    private const int RecordsASend = 100;
    private const long StartMs = 1_760_000_000_000, StepMs = 10, JitterMs = 2_000;
    private const long GrainMs = 250; // so that one user often has several records of one instant
    private const double Orders = 0.6, AccountChanges = 0.02;
    private readonly Random _random;
    private readonly long[] _versions = new long[Users];
    private long _orders, _payments;

    public ShopInputs(int seed, int records)
    {
        _random = new Random(seed);
        for (var at = 0L; at < records; at++) Add((StartMs + (at * StepMs) - _random.NextInt64(JitterMs)) / GrainMs * GrainMs);
    }

    /// <summary>Orders and payments and, after some of them, an account's new version: in the order in which they are produced.</summary>
    public List<ShopInput> Records { get; } = [];

    /// <summary>Every user's account, so that each order finds one.</summary>
    public static void OpenAccounts(KafkaConfiguration kafka, CancellationToken cancellation)
    {
        using var producer = BatchProducer.Open(kafka);
        var accounts = new ProducerBatch(ShopTopology.Accounts);
        for (var user = 0L; user < Users; user++) Add(accounts, user, new Account(0), StartMs - JitterMs);
        producer.Send(accounts, cancellation);
        producer.Flush(cancellation);
    }

    /// <summary>Produces all of them at a steady rate.</summary>
    /// <param name="kafka">How to reach the broker.</param>
    /// <param name="duration">Over which time.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task ProduceAsync(KafkaConfiguration kafka, TimeSpan duration, CancellationToken cancellation)
    {
        using var producer = BatchProducer.Open(kafka.With("linger.ms", "2").With("message.timeout.ms", "600000"));
        Dictionary<string, ProducerBatch> batches = ShopTopology.Inputs.ToDictionary(topic => topic, topic => new ProducerBatch(topic));
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(1, duration.TotalMilliseconds * RecordsASend / Records.Count)));
        foreach (var chunk in Records.Chunk(RecordsASend))
        {
            await clock.WaitForNextTickAsync(cancellation);
            foreach (var each in chunk)
            {
                if (each.Order is { } order) Add(batches[ShopTopology.Orders], each.User, order, each.TimestampMs);
                if (each.Payment is { } payment) Add(batches[ShopTopology.Payments], each.User, payment, each.TimestampMs);
                if (each.Account is { } account) Add(batches[ShopTopology.Accounts], each.User, account, each.TimestampMs);
            }
            foreach (var batch in batches.Values) producer.Send(batch, cancellation);
        }
        producer.Flush(cancellation);
    }

    private static void Add<T>(ProducerBatch batch, long user, T value, long timestampMs) where T : unmanaged
    {
        batch.Begin(BitConverter.GetBytes(user), timestampMs: timestampMs);
        StructSerde<T>.Instance.Serialize(value, batch);
        batch.End();
    }

    private void Add(long timestampMs)
    {
        // The lesser of two: some users and products are met far more often than others.
        var user = Math.Min(_random.NextInt64(Users), _random.NextInt64(Users));
        var isOrder = _random.NextDouble() < Orders;
        Records.Add(new ShopInput(user, timestampMs,
            isOrder ? new Order(_orders++, Math.Min(_random.NextInt64(Products), _random.NextInt64(Products)), _random.NextInt64(1, 10_000)) : null,
            isOrder ? null : new Payment(_payments++, _random.NextInt64(1, 10_000)),
            _random.NextDouble() < AccountChanges ? new Account(++_versions[user]) : null));
    }
}

/// <summary>One moment: an order or a payment, and perhaps a new version of the user's account.</summary>
internal readonly record struct ShopInput(long User, long TimestampMs, Order? Order, Payment? Payment, Account? Account);
