namespace SmartKart.Broker.Tests.Strangers;

/// <summary>Groups that give up all partitions to share them anew.</summary>
public sealed class EagerMembershipTests
{
    // Shorter than Kafka takes by default: a test waits for each session of the dead to end.
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(Stranger.Kcat, "range")]
    [InlineData(Stranger.KafkaPython, "range")]
    [InlineData(Stranger.KafkaPython, "roundrobin")]
    [InlineData(Stranger.ConfluentPython, "range")]
    [InlineData(Stranger.KafkaJs, "roundrobin")]
    [InlineData(Stranger.ConfluentKafka, "range")]
    public async Task Members_share_the_partitions_take_those_of_one_that_dies_and_share_again_when_it_returns(string client, string strategy)
    {
        await using var crew = await Crew.StartAsync(client, strategy, "classic", Session);

        await crew.LoseAndRegainAMemberAsync();
    }
}
