using SmartKart.Kafka;
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

    [Fact]
    public void Merged_topics_of_different_widths_have_tasks_of_their_own()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("orders").Merge(builder.Stream<string, string>("returns")).To("all");
        var plan = PartitionPlan.Compute(builder.Build().Graph, new Dictionary<string, int> { ["orders"] = 2, ["returns"] = 4 });
        var map = new TaskMap(plan, "app");

        map.Tasks.ShouldBe([.. Ids(0, 4), .. Ids(1, 2)], "the wider keeps the number");
        map.PartitionsOf(new TaskId(0, 3)).ShouldBe([new TopicPartition("returns", 3)]);
        map.PartitionsOf(new TaskId(1, 1)).ShouldBe([new TopicPartition("orders", 1)]);
        map.TaskOf(new TopicPartition("orders", 1)).ShouldBe(new TaskId(1, 1));
        map.PartitionCounts.ShouldBe(new Dictionary<string, int> { ["orders"] = 2, ["returns"] = 4 }, ignoreOrder: true);
    }

    [Fact]
    public void Topics_of_different_widths_that_one_source_reads_have_tasks_of_their_own()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>(["a", "b", "c"]).To("all");
        var plan = PartitionPlan.Compute(builder.Build().Graph, new Dictionary<string, int> { ["a"] = 4, ["b"] = 2, ["c"] = 4 });

        plan.SubTopologies.Select(part => (part.Number, string.Join(",", part.SourceTopics), plan.TasksOf(part))).ShouldBe([(0, "a,c", 4), (1, "b", 2)]);
    }

    [Fact]
    public void Merged_topics_of_equal_widths_come_to_the_same_tasks()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("orders").Merge(builder.Stream<string, string>("returns")).To("all");
        var plan = PartitionPlan.Compute(builder.Build().Graph, new Dictionary<string, int> { ["orders"] = 4, ["returns"] = 4 });

        plan.SubTopologies.ShouldHaveSingleItem().SourceTopics.ShouldBe(["orders", "returns"]);
    }

    [Fact]
    public void State_that_only_one_of_the_merged_topics_reaches_stays_with_its_tasks()
    {
        var builder = new StreamBuilder();
        var orders = builder.Stream<string, string>("orders");
        orders.GroupByKey().Count(Materialized.As<string, long>("counts"));
        orders.Merge(builder.Stream<string, string>("returns")).To("all");
        var plan = PartitionPlan.Compute(builder.Build().Graph, new Dictionary<string, int> { ["orders"] = 2, ["returns"] = 4 });

        plan.SubTopologies.Select(part => (part.SourceTopics[0], part.Stores.Count)).ShouldBe([("returns", 0), ("orders", 1)]);
    }

    [Fact]
    public void Merged_topics_of_different_widths_that_meet_in_state_are_refused_by_name()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("orders").Merge(builder.Stream<string, string>("returns")).GroupByKey().Count(Materialized.As<string, long>("counts"));

        var fault = Should.Throw<TopologyException>(() =>
            PartitionPlan.Compute(builder.Build().Graph, new Dictionary<string, int> { ["orders"] = 4, ["returns"] = 2 }));

        fault.Message.ShouldContain("'orders' and 'returns'");
        fault.Message.ShouldContain("'counts'");
        fault.Message.ShouldContain("4 and 2");
    }

    [Fact]
    public void Merged_topics_of_different_widths_may_be_aggregated_by_another_key()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("orders").Merge(builder.Stream<string, string>("returns"))
            .GroupBy((_, value) => value, new Grouped<string, string> { Name = "by-value", KeySerde = Serdes.String(), ValueSerde = Serdes.String() }).Count();
        var plan = PartitionPlan.Compute(builder.Build().Graph, new Dictionary<string, int> { ["orders"] = 4, ["returns"] = 2 });

        plan.PartitionsOf("by-value-repartition").ShouldBe(4);
        plan.SubTopologies.Select(plan.TasksOf).ShouldBe([4, 4, 2]);
    }

    [Fact]
    public void What_is_joined_after_a_merge_must_be_as_wide_as_all_that_was_merged()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("orders").Merge(builder.Stream<string, string>("returns"))
            .Join(builder.Table<string, string>("users"), (order, user) => order + user).To("all", Produced.With(Serdes.String(), Serdes.String()));

        Should.Throw<TopologyException>(() => PartitionPlan.Compute(
                builder.Build().Graph, new Dictionary<string, int> { ["orders"] = 4, ["returns"] = 2, ["users"] = 4 }))
            .Message.ShouldContain("the join");
    }

    private static IEnumerable<TaskId> Ids(int subTopology, int tasks) => Enumerable.Range(0, tasks).Select(partition => new TaskId(subTopology, partition));

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
