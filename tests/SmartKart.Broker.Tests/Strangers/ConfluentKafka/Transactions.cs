using Confluent.Kafka;

namespace SmartKart.Broker.Tests.Strangers.ConfluentKafka;

/// <summary>Three transactions: committed, aborted, committed.</summary>
internal static class Transactions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(Errand errand)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = errand.Bootstrap, TransactionalId = errand.Id }).Build();
        producer.InitTransactions(Patience);
        (string[] Values, bool Commits)[] transactions = [(["c1", "c2"], true), (["a1", "a2"], false), (["c3"], true)];
        foreach (var (values, commits) in transactions)
        {
            producer.BeginTransaction();
            await Task.WhenAll(values.Select(value => producer.ProduceAsync(new TopicPartition(errand.Topic, 0), new() { Value = value })));
            if (commits) producer.CommitTransaction(Patience);
            else producer.AbortTransaction(Patience);
        }
        Errand.Say(new { done = true });
    }
}
