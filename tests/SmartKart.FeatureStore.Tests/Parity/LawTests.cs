using SmartKart.FeatureStore.Tests.Online.Servers;
using SmartKart.FeatureStore.Tests.Sql.Queries;
using SmartKart.FeatureStore.Tests.Views;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Parity;

/// <summary>
/// The law: whatever is defined, whatever happened and in whatever order it arrived, a vector read online at an instant is the vector of a
/// training row at that instant, be it swept or queried.
/// </summary>
public sealed class LawTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private const long Minute = 60_000_000;
    private const long Day = 1_440 * Minute;
    private const long End = 20_000 * Day;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public async Task A_stream_read_online_a_sweep_and_SQL_give_the_same_vectors(int seed)
    {
        var (random, found) = (new Random(seed), 0);
        for (var round = 0; round < 4; round++)
        {
            var (_, service, text) = new RandomView(random).Service();
            var plan = ServicePlan.Compile(service);
            var count = 1 + random.Next(400);
            // Also before 1970, where rounding must go down.
            var end = random.Next(4) == 0 ? 30_000_000_000 : End;
            using var trial = new LawTrial(random, plan, Histories(random, plan, count, end));
            long[] instants = [RandomHistory.Time(random, end) + random.Next(-1, 2), RandomHistory.Time(random, end), end, end + (random.Next(100) * Day)];
            var faults = await trial.FaultsAsync(trial.Keys(20), instants, redis.NewOptions);
            faults.ShouldBeEmpty($"seed {seed}, round {round}, {count} events a topic until {end}:\n{string.Join('\n', faults.Take(10))}\n{text}");
            found += trial.Found;
        }
        found.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task What_happens_at_a_label_s_instant_or_after_it_never_changes_its_row()
    {
        const long Now = End - Day;
        var random = new Random(11);
        var plan = ServicePlan.Compile(TrainingTextTests.Golden.Service("everything"));
        var before = Histories(random, plan, 300, End);
        RandomHistory[] planted = [.. before.Select(history => history.AndAgain(Now, Now + 1, Now + Minute, Now + Day))];

        using var inParquet = new LawTrial(random, plan, before, planted);
        var keys = inParquet.Keys(40);
        (await inParquet.FaultsAsync(keys, [Now], redis.NewOptions)).ShouldBeEmpty("the sweep and SQL see later events");
        using var inStream = new LawTrial(random, plan, planted, before);
        (await inStream.FaultsAsync(keys, [Now], redis.NewOptions)).ShouldBeEmpty("the store sees later events");

        var aMomentLater = await inParquet.FaultsAsync(keys, [Now + 1], redis.NewOptions);
        aMomentLater.ShouldContain(fault => fault.Contains(": sweep ", StringComparison.Ordinal), "a microsecond later the first of them count");
        aMomentLater.ShouldContain(fault => fault.Contains(": sql ", StringComparison.Ordinal), "a microsecond later the first of them count");
        (await inStream.FaultsAsync(keys, [Now + 1], redis.NewOptions)).ShouldNotBeEmpty("a microsecond later the first of them count");
    }

    private static RandomHistory[] Histories(Random random, ServicePlan plan, int count, long end) =>
        [.. plan.Sources.Select(source => source.View.Source!.Topic).DistinctBy(topic => topic.Name)
            .Select(topic => new RandomHistory(random, topic, count, end))];
}
