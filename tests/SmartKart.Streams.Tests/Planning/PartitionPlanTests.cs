using SmartKart.Streams.Graph;
using SmartKart.Streams.Planning;

namespace SmartKart.Streams.Tests.Planning;

public sealed class PartitionPlanTests
{
    [Fact]
    public void A_repartition_topic_is_as_wide_as_the_widest_topic_upstream()
    {
        var graph = Repartitioned(partitions: null, "orders");

        PartitionPlan.Compute(graph, new Dictionary<string, int> { ["orders"] = 6 }).PartitionsOf("by-country-repartition").ShouldBe(6);
    }

    [Fact]
    public void A_repartition_topic_has_the_number_that_it_is_given()
    {
        var graph = Repartitioned(partitions: 3, "orders");
        var plan = PartitionPlan.Compute(graph, new Dictionary<string, int> { ["orders"] = 6 });

        plan.PartitionsOf("by-country-repartition").ShouldBe(3);
        plan.SubTopologies.Select(plan.TasksOf).ShouldBe([6, 3]);
    }

    [Fact]
    public void A_repartition_topic_is_as_wide_as_what_it_is_joined_with()
    {
        var graph = Repartitioned(partitions: null, "orders");
        graph.Add(new SourceDefinition<string, string>("rates", ["rates"], Serdes.String(), Serdes.String(), null, null));
        graph.AddCopartitionGroup(new CopartitionGroup(["by-country-repartition", "rates"], "they are joined"));

        PartitionPlan.Compute(graph, new Dictionary<string, int> { ["orders"] = 6, ["rates"] = 4 }).PartitionsOf("by-country-repartition").ShouldBe(4);
    }

    [Fact]
    public void Joined_topics_of_different_widths_are_refused_by_name()
    {
        var topology = new Topology();
        foreach (var topic in new[] { "orders", "rates" }) topology.AddSource(topic, [topic], Serdes.String(), Serdes.String());
        topology.Graph.AddCopartitionGroup(new CopartitionGroup(["orders", "rates"], "'orders-join' joins them"));

        var fault = Should.Throw<TopologyException>(() => PartitionPlan.Compute(topology.Graph, new Dictionary<string, int> { ["orders"] = 6, ["rates"] = 4 }));

        fault.Message.ShouldContain("'orders' and 'rates'");
        fault.Message.ShouldContain("'orders-join' joins them");
        fault.Message.ShouldContain("6 and 4");
    }

    private static TopologyGraph Repartitioned(int? partitions, string source)
    {
        var topology = new Topology()
            .AddSource("in", [source], Serdes.String(), Serdes.String())
            .AddSink("to", "by-country-repartition", Serdes.String(), Serdes.String(), null, "in")
            .AddSource("again", ["by-country-repartition"], Serdes.String(), Serdes.String());
        topology.Graph.AddRepartitionTopic(new RepartitionTopic("by-country-repartition", partitions));
        return topology.Graph;
    }
}
