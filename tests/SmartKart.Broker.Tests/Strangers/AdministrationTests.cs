using SmartKart.Broker.Tests.Running;

namespace SmartKart.Broker.Tests.Strangers;

/// <summary>Strangers administer the broker: what each does, its script asserts step by step.</summary>
public sealed class AdministrationTests
{
    public static TheoryData<string> Clients => [.. Stranger.All];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_client_makes_describes_and_deletes_what_it_administers(string client)
    {
        var stranger = Stranger.Named(client);
        await using var broker = await RunningBroker.StartAsync();
        if (client == Stranger.Kcat) await FillAsync(broker);

        var errand = new { bootstrap = broker.BootstrapServers, topic = "made", group = "made-by-it", existing = "filled" };
        var said = await stranger.DoAsync("administer", errand);

        said[^1].ContainsKey("done").ShouldBeTrue();
    }

    // kcat makes no topics of its own: it describes one.
    private static async Task FillAsync(RunningBroker broker)
    {
        var record = new { key = (string?)null, value = "v", times = 1, headers = new Dictionary<string, string>(), timestamp = 0 };
        var topics = new Dictionary<string, string> { ["none"] = "filled" };
        var errand = new { bootstrap = broker.BootstrapServers, topics, records = Enumerable.Repeat(record, 10) };
        await Stranger.Named(Stranger.Kcat).DoAsync("write", errand);
    }
}
