namespace SmartKart.Broker.Tests.Strangers;

/// <summary>Groups whose members keep what they are not asked to give up: cooperative ones, and those of the consumer protocol (KIP-848).</summary>
public sealed class IncrementalMembershipTests
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(Stranger.ConfluentPython, "cooperative-sticky", "classic")]
    [InlineData(Stranger.ConfluentKafka, "cooperative-sticky", "classic")]
    [InlineData(Stranger.ConfluentKafka, "uniform", "consumer")]
    [InlineData(Stranger.ConfluentKafka, "range", "consumer")]
    public async Task Members_share_the_partitions_take_those_of_one_that_dies_and_share_again_when_it_returns(string client, string strategy, string protocol)
    {
        await using var crew = await Crew.StartAsync(client, strategy, protocol, Session);

        await crew.LoseAndRegainAMemberAsync();
    }
}
