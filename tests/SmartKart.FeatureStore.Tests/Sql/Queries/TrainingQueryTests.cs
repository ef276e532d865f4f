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
            Hold(random, ServicePlan.Compile(service), events: 1 + random.Next(200), random.Next(4) == 0 ? 30_000_000_000 : End, $"seed {seed}, round {round}\n{text}");
        }
    }

    [Theory]
    [InlineData("recommender"), InlineData("fraud"), InlineData("demand")]
    public void The_shipped_services_give_the_vectors_of_the_tiles(string service) =>
        Hold(new Random(7), ServicePlan.Compile(DefinitionSet.Shipped.Service(service)), events: 400, End, service);

    [Fact]
    public void The_shipped_views_give_the_vectors_of_the_tiles()
    {
        var random = new Random(8);
        foreach (var view in DefinitionSet.Shipped.Views) Hold(random, ServicePlan.Compile(view), events: 150, End, view.Id);
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
