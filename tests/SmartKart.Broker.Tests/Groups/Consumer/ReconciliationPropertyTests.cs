using SmartKart.Broker.Groups;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Groups.Consumer;

/// <summary>
/// Random lives of a consumer group: members join, leave, fall silent and lose answers, topics come, go and grow, the broker is killed.
/// A failing seed is in the test's name.
/// </summary>
public sealed class ReconciliationPropertyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task No_partition_is_ever_with_two_members_and_the_group_always_settles(int seed)
    {
        var random = new Random(seed);
        await using var harness = new GroupHarness();
        string[] names = ["a", "b", "c"];
        foreach (var name in names) harness.Topics.Make(name, random.Next(1, 7));
        var assignor = seed % 2 == 0 ? "range" : "uniform";
        var clients = new List<ConsumerClient>();
        var made = 0;
        for (var step = 0; step < 120; step++)
        {
            switch (random.Next(20))
            {
                case 0 or 1 when clients.Count < 6:
                    clients.Add(new ConsumerClient(harness, "g", $"m{made++}", [.. names.Where(_ => random.Next(3) > 0)]) { Assignor = assignor });
                    break;
                case 2 when clients.Count > 0:
                    var leaver = clients[random.Next(clients.Count)];
                    clients.Remove(leaver);
                    await leaver.Leave();
                    break;
                case 3 when clients.Count > 0:
                    clients.RemoveAt(random.Next(clients.Count));      // it dies, and its session has yet to end
                    break;
                case 4:
                    harness.Topics.Grow(names[random.Next(names.Length)], random.Next(1, 12));
                    break;
                case 5 when clients.Count > 0:
                    await clients[random.Next(clients.Count)].Beat(loseAnswer: true);
                    break;
                case 6:
                    await harness.Kill();
                    break;
                case 7:
                    harness.Clock.Advance(random.Next(20_000));
                    break;
                case 8 when clients.Count > 0 && clients[random.Next(clients.Count)] is { Epoch: > 0 } changing:
                    await changing.Subscribe([.. names.Where(_ => random.Next(2) > 0)]);
                    break;
                default:
                    if (clients.Count > 0) await clients[random.Next(clients.Count)].Beat();
                    break;
            }
            NobodyShares(harness, clients, seed, step);
        }
        // Whoever fell silent runs out of time; the living go on reporting meanwhile.
        for (var round = 0; round < 6; round++)
        {
            harness.Clock.Advance(10_000);
            foreach (var client in clients) await client.Beat();
        }
        await ConsumerClient.Settle([.. clients]);
        NobodyShares(harness, clients, seed, -1);
        var read = clients.SelectMany(client => client.Topics).Distinct().Sum(name => harness.Topics.All[name].Partitions.Length);
        clients.Sum(client => client.Owned.Count).ShouldBe(read, "every partition of every topic that is read is with someone");
        clients.Select(client => client.Epoch).Distinct().Count().ShouldBeLessThanOrEqualTo(1, "all have come to the same epoch");
        clients.ShouldAllBe(client => client.Last!.ErrorCode == ErrorCode.None);
    }

    private static void NobodyShares(GroupHarness harness, List<ConsumerClient> clients, int seed, int step)
    {
        var holders = new Dictionary<TopicIdPartition, string>();
        foreach (var client in clients.Where(client => harness.Clock.GetUtcNow() - client.HeardAt < TimeSpan.FromSeconds(30)))
            foreach (var partition in client.Owned)
                holders.TryAdd(partition, client.MemberId).ShouldBeTrue($"seed {seed}, step {step}: {partition} is with {holders[partition]} and {client.MemberId}");
    }
}
