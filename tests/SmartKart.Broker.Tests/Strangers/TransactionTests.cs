using SmartKart.Broker.Tests.Running;

namespace SmartKart.Broker.Tests.Strangers;

/// <summary>Transactions of strangers, as strangers see them.</summary>
public sealed class TransactionTests
{
    // This version of kafka-python knows no isolation levels.
    private static readonly string[] Readers = [Stranger.Kcat, Stranger.ConfluentPython, Stranger.KafkaJs, Stranger.ConfluentKafka];

    [Theory]
    [InlineData(Stranger.ConfluentPython)]
    [InlineData(Stranger.KafkaJs)]
    [InlineData(Stranger.ConfluentKafka)]
    public async Task Readers_of_committed_records_see_what_was_committed_and_others_all(string writer)
    {
        var client = Stranger.Named(writer);
        await using var broker = await RunningBroker.StartAsync();

        await client.DoAsync("transact", new { bootstrap = broker.BootstrapServers, topic = "ledger", id = "teller" });

        await Task.WhenAll(Readers.Where(reader => Stranger.Lacks(reader) is null).Select(async reader =>
        {
            (await ReadAsync(reader, broker, "read_committed")).ShouldBe(["c1", "c2", "c3"], reader);
            (await ReadAsync(reader, broker, "read_uncommitted")).ShouldBe(["c1", "c2", "a1", "a2", "c3"], reader);
        }));
    }

    private static async Task<IEnumerable<string>> ReadAsync(string reader, RunningBroker broker, string isolation)
    {
        var read = await Stranger.Named(reader).DoAsync("read", new { bootstrap = broker.BootstrapServers, topics = new[] { "ledger" }, isolation });
        return read.Select(line => line["value"]!.GetValue<string>());
    }
}
