using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Tests.Events;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Tests;

public sealed class TopologyCatalogTests
{
    public static TheoryData<string> Names => [.. Topologies.TopologyCatalog.All.Select(topology => topology.Name)];

    private static readonly Dictionary<string, int> Partitions = TopicCatalog.Shipped.All.ToDictionary(topic => topic.Name, topic => topic.Partitions);

    [Fact]
    public void No_two_topologies_have_one_name() => Topologies.TopologyCatalog.All.Select(topology => topology.Name).ShouldBeUnique();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_topology_reads_and_writes_the_topics_that_it_names_and_no_others(string name)
    {
        var named = Topologies.TopologyCatalog.All.Single(topology => topology.Name == name);

        var description = named.Build(new TopologySetting(PlainEventSerdes.Instance, new TimingOptions(), Partitions)).Describe().ToString();

        TopicCatalog.Shipped.All.Select(topic => topic.Name).Where(topic => description.Contains($"(topics: [{topic}])", StringComparison.Ordinal))
            .ShouldBe(named.Sources, ignoreOrder: true);
        TopicCatalog.Shipped.All.Select(topic => topic.Name).Where(topic => description.Contains($"(topic: {topic})", StringComparison.Ordinal))
            .ShouldBe(named.Outputs, ignoreOrder: true);
    }

    [Fact]
    public void What_topologies_write_is_the_catalogues_to_be_written_by_streams()
    {
        foreach (var output in Topologies.TopologyCatalog.All.SelectMany(topology => topology.Outputs)) TopicCatalog.Shipped[output].Producer.ShouldBe("streams");
    }
}
