using System.Globalization;
using SmartKart.Broker.Tests.Crash.Loads;
using SmartKart.Kafka;

namespace SmartKart.Broker.Tests.Crash;

/// <summary>
/// A broker that dies by SIGKILL at random moments, under load, and starts again on what it left. How often: <c>SMARTKART_KILLS</c>; from
/// which seed: <c>SMARTKART_KILLS_SEED</c>.
/// </summary>
public sealed class KilledBrokerTests(ITestOutputHelper output)
{
    private const int Partitions = 3;
    private const string Inputs = "inputs";
    private static readonly int Kills = Setting("SMARTKART_KILLS", 5);
    private static readonly int Seed = Setting("SMARTKART_KILLS_SEED", 20_261_121);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_however_often_the_broker_is_killed()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(Seed);
        output.WriteLine($"{Kills} kills, seed {Seed}");
        await using var broker = new BrokerProcess();
        await broker.StartAsync(cancellation);
        await CreateTopicsAsync(broker, cancellation);

        await using var inputs = new ProducerLoad(broker, Inputs, Partitions);
        await using var classic = new ExchangeLoad(broker, new(Inputs, "outputs-classic", Partitions, "exchange-classic"), "classic", random.Next());
        await using var consumer = new ExchangeLoad(broker, new(Inputs, "outputs-consumer", Partitions, "exchange-consumer"), "consumer", random.Next());
        await using var classicCommits = new CommitLoad(broker, Inputs, "classic");
        await using var consumerCommits = new CommitLoad(broker, Inputs, "consumer");
        await using var registry = new RegistryLoad(broker);
        ILoad[] loads = [inputs, classic, consumer, classicCommits, consumerCommits, registry];
        try
        {
            for (var kill = 1; kill <= Kills; kill++)
            {
                await KillAsync(broker, random, cancellation);
                foreach (var load in loads) await load.CheckAsync(cancellation);
                output.WriteLine($"kill {kill}: {string.Join("; ", loads.Select(load => load.Summary))}");
            }

            await inputs.StopAsync();
            foreach (var exchange in new[] { classic, consumer }) await exchange.DrainAsync(inputs.Acknowledged(), cancellation);
            foreach (var load in loads.Skip(1)) await load.StopAsync();
            await KillAsync(broker, random, cancellation);
            foreach (var load in loads) await load.CheckAsync(cancellation);
            foreach (var exchange in new[] { classic, consumer }) exchange.ShouldHaveProcessed(inputs.Acknowledged());
        }
        finally
        {
            foreach (var load in loads) output.WriteLine(load.Summary);
            foreach (var line in broker.Said) output.WriteLine(line);
        }
    }

    // The moment is what is random: early, late, and now and then while it still recovers from the kill before.
    private static async Task KillAsync(BrokerProcess broker, Random random, CancellationToken cancellation)
    {
        await Task.Delay(random.Next(50, 2_000), cancellation);
        await broker.KillAsync();
        if (random.Next(4) == 0) await broker.StartAndKillAsync(TimeSpan.FromMilliseconds(random.Next(50, 1_000)), cancellation);
        await broker.StartAsync(cancellation);
    }

    private static async Task CreateTopicsAsync(BrokerProcess broker, CancellationToken cancellation)
    {
        try
        {
            using var admin = KafkaAdmin.Open(Clients.Of(broker));
            // Small segments, so that kills meet rolls and snapshots too.
            var settings = new Dictionary<string, string> { ["segment.bytes"] = "1000000" };
            var topics = new[] { Inputs, "outputs-classic", "outputs-consumer" }.Select(name => new NewTopic(name, Partitions, 1, settings));
            (await admin.Topics.CreateAsync(topics, cancellation: cancellation)).ThrowIfAnyFailed();
        }
        catch (KafkaLibraryException absent)
        {
            Assert.Skip(absent.Message);
        }
    }

    private static int Setting(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? int.Parse(set, CultureInfo.InvariantCulture) : otherwise;
}
