using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Tests.Views;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.FeatureStore.Tests.Sql.Queries;

/// <summary>DuckDB's text, run, gives what the tiles give at the same instants.</summary>
public sealed class TrainingQueryTests
{
    private const long End = 20_000L * 86_400_000_000;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Any_definitions_over_any_history_give_the_vectors_of_the_tiles(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 10; round++)
        {
            var (_, service, text) = new RandomView(random).Service();
            // Also before 1970, where rounding must go down.
            Hold(random, ServicePlan.Compile(service), events: 1 + random.Next(200), random.Next(4) == 0 ? 30_000_000_000 : End,
                $"seed {seed}, round {round}\n{text}");
        }
    }

    [Theory]
    [InlineData("recommender"), InlineData("ranking"), InlineData("fraud"), InlineData("demand")]
    public void The_shipped_services_give_the_vectors_of_the_tiles(string service) =>
        Hold(new Random(7), ServicePlan.Compile(DefinitionSet.Shipped.Service(service)), events: 400, End, service);

    [Fact]
    public void The_shipped_views_give_the_vectors_of_the_tiles()
    {
        var random = new Random(8);
        foreach (var view in DefinitionSet.Shipped.Views) Hold(random, ServicePlan.Compile(view), events: 150, End, view.Id);
    }

    [Theory]
    [InlineData("e.ts < a.t", "e.ts <= a.t")]
    [InlineData("e.ts >= a.from_7d", "e.ts > a.from_7d")]
    [InlineData("- ((t - 604800000000) % 3600000000 + 3600000000) % 3600000000", "")]
    [InlineData("HAVING a.t - max(e.ts) <", "HAVING 0 * max(e.ts) <")]
    [InlineData("DESC, item)", "DESC, item DESC)")]
    [InlineData("'at': e.ts,", "'at': 0,")]
    [InlineData("IS NOT NULL THEN {'at': e.ts,", "IS NOT NULL THEN {'at': -e.ts,")]
    [InlineData("(0.9E0 *", "(0.95E0 *")]
    [InlineData("AS BIGINT) + 1]", "AS BIGINT) + 2]")]
    [InlineData("+ 50E0", "+ 51E0")]
    [InlineData(", 256)", ", 255)")]
    public void A_query_that_is_wrong_in_one_place_is_noticed(string right, string wrong)
    {
        var random = new Random(12);
        var service = ServicePlan.Compile(TrainingTextTests.Golden.Service("everything"));
        var topics = service.Sources.Select(source => source.View.Source!.Topic).DistinctBy(topic => topic.Name);
        using var trial = new TrainingTrial(service, [.. topics.Select(topic => new RandomHistory(random, topic, 400, End))])
        {
            Change = sql =>
            {
                sql.ShouldContain(right);
                return sql.Replace(right, wrong, StringComparison.Ordinal);
            },
        };
        trial.Faults(trial.Labels(random, 200, End)).ShouldNotBeEmpty();
    }

    private static void Hold(Random random, ServicePlan service, int events, long end, string name)
    {
        var topics = service.Sources.Select(source => source.View.Source!.Topic).DistinctBy(topic => topic.Name);
        Topic[] all = [.. topics];
        using var trial = new TrainingTrial(service, [.. all.Select(topic => new RandomHistory(random, topic, events, end))]);
        var faults = trial.Faults(trial.Labels(random, 60, end));
        faults.ShouldBeEmpty($"{name}\n{string.Join('\n', faults.Take(5))}\n{trial.Sql}");
    }
}
