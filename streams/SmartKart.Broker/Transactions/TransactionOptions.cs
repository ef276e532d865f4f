namespace SmartKart.Broker.Transactions;

/// <summary>How long transactions and producers are kept, and how many. Kafka's broker settings, by Kafka's defaults unless said otherwise.</summary>
public sealed record TransactionOptions
{
    /// <summary>Every default.</summary>
    public static TransactionOptions Default { get; } = new();

    /// <summary><c>transaction.max.timeout.ms</c>: the longest timeout that a producer may ask for.</summary>
    public TimeSpan MaxTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary><c>transaction.abort.timed.out.transaction.cleanup.interval.ms</c>: how often timeouts are looked for. Kafka's default is 10 s.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>transactional.id.expiration.ms</c>: a transactional id without an open transaction is forgotten after this long without use.</summary>
    public TimeSpan TransactionalIdExpiration { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>producer.id.expiration.ms</c>: a partition forgets a producer's sequence after this long without use.</summary>
    public TimeSpan ProducerIdExpiration { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Transactional ids that are remembered, about 500 bytes each; InitProducerId with one more is refused with POLICY_VIOLATION.</summary>
    public int MaxTransactionalIds { get; init; } = 100_000;

    /// <summary>Producers that one partition remembers, about 300 bytes each; of more, those that were silent longest are forgotten.</summary>
    public int MaxProducersPerPartition { get; init; } = 10_000;

    /// <summary>
    /// How long a request waits for the markers of the transaction before it. What Kafka answers with CONCURRENT_TRANSACTIONS,
    /// to be asked again after 20 to 100 ms, takes only a few ms here; behind this limit it is answered so, too.
    /// </summary>
    public TimeSpan CompletionWait { get; init; } = TimeSpan.FromMilliseconds(100);
}
