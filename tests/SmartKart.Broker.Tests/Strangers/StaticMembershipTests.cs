namespace SmartKart.Broker.Tests.Strangers;

/// <summary>Members with names of their own, to which a group holds their places.</summary>
public sealed class StaticMembershipTests
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(Stranger.ConfluentPython, "classic", true)]
    [InlineData(Stranger.ConfluentKafka, "classic", true)]
    [InlineData(Stranger.ConfluentKafka, "classic", false)]
    [InlineData(Stranger.ConfluentKafka, "consumer", false)]      // there, who was killed is let in again only after its session
    public async Task A_static_member_that_goes_and_returns_within_its_session_takes_its_own_partitions_without_a_rebalance(
        string client, string protocol, bool dies)
    {
        await using var crew = await Crew.StartAsync(client, "range", protocol, Session);
        await using var ada = crew.Join("ada");
        await using var bob = crew.Join("bob");
        await Crew.ShareAsync(ada, bob);
        var (ofAda, ofBob) = (ada.Assigned, bob.Assigned);
        await (dies ? bob.KillAsync() : bob.LeaveAsync());
        await using var back = crew.Join("bob");

        await Member.UntilAsync(() => back.Assigned.Length > 0, "bob is back", ada, back);
        back.Assigned.ShouldBe(ofBob);
        ada.Assigned.ShouldBe(ofAda);
    }
}
