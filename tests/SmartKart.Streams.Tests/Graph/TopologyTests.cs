using SmartKart.Streams.Operators.Stateless;
using SmartKart.Streams.State;
using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Graph;

public sealed class TopologyTests
{
    private readonly Topology _topology = new();

    [Fact]
    public void Nodes_that_are_connected_or_share_a_store_are_one_sub_topology()
    {
        Source("orders").Source("payments").Source("views");
        Step("count orders", "orders").Step("count payments", "payments").Step("see views", "views");
        _topology.AddStateStore(Store("totals"), "count orders", "count payments");

        var subs = _topology.Graph.SubTopologies();

        subs.Select(sub => string.Join("+", sub.SourceTopics)).ShouldBe(["orders+payments", "views"]);
        subs[0].Stores.Select(store => store.Name).ShouldBe(["totals"]);
    }

    [Fact]
    public void A_description_is_laid_out_as_kafka_streams_does()
    {
        Source("orders").Step("large", "orders");
        _topology.AddSink("out", "large-orders", Serdes.String(), Serdes.Int64(), parents: "large");

        _topology.Describe().ToString().ShouldBe("""
            Topologies:
               Sub-topology: 0
                Source: orders (topics: [orders])
                  --> large
                Processor: large (stores: [])
                  --> out
                  <-- orders
                Sink: out (topic: large-orders)
                  <-- large


            """);
        _topology.Describe().ToMermaid().ShouldBe("""
            flowchart TB
              subgraph sub0["Sub-topology 0"]
                n0["orders"]
                n2["large"]
                n3["out"]
              end
              n1(["orders"])
              n4(["large-orders"])
              n1 --> n0
              n0 --> n2
              n2 --> n3
              n3 --> n4

            """);
    }

    [Fact]
    public void What_cannot_be_is_refused_by_name_and_with_a_remedy()
    {
        Source("orders");
        Refused(() => Source("orders"), "read by two sources, 'orders' and 'orders'");
        Refused(() => Step("orders", "orders"), "two nodes named 'orders'");
        Refused(() => Step("lost", "nowhere"), "'lost' names 'nowhere'");
        Refused(() => _topology.AddProcessor("orphan", () => new PassThroughProcessor<string, long>()), "'orphan' has no parent");
        Refused(() => _topology.AddStateStore(Store("totals"), "nowhere"), "names 'nowhere'");
        _topology.AddSink("out", "topic", Serdes.String(), Serdes.Int64(), parents: "orders");
        Refused(() => Step("after", "out"), "a sink forwards nothing");
        Refused(() => new Topology().Describe(), "empty");
        Refused(() => _topology.AddStateStore(Store("totals")), "two state stores named 'totals'");
    }

    [Fact]
    public void A_child_that_takes_other_types_than_its_parent_forwards_is_refused_at_the_start()
    {
        Source("orders");
        _topology.AddProcessor("other", () => new PassThroughProcessor<string, string>(), "orders");

        Should.Throw<TopologyException>(() => new TopologyTestDriver(_topology)).Message.ShouldContain("'orders' forwards String, Int64, and its child 'other' takes other types");
    }

    [Fact]
    public void Naming_one_operator_renames_no_other()
    {
        static string Described(string? name)
        {
            var builder = new StreamBuilder();
            builder.Stream<string, string>("in").Filter((_, _) => true, name).MapValues(value => value).To("out");
            return builder.Build().Describe().ToString();
        }

        Described(null).ShouldContain("Processor: KSTREAM-FILTER-0000000001");
        Described("mine").ShouldContain("Processor: mine");
        Described(null).ShouldContain("Processor: KSTREAM-MAPVALUES-0000000002");
        Described("mine").ShouldContain("Processor: KSTREAM-MAPVALUES-0000000002");
    }

    private static void Refused(Action act, string because) => Should.Throw<TopologyException>(act).Message.ShouldContain(because);

    private static KeyValueStoreBuilder<string, long> Store(string name) => Stores.KeyValueStoreBuilder(Stores.InMemoryKeyValueStore(name), Serdes.String(), Serdes.Int64());

    private TopologyTests Source(string name)
    {
        _topology.AddSource(name, [name], Serdes.String(), Serdes.Int64());
        return this;
    }

    private TopologyTests Step(string name, string parent)
    {
        _topology.AddProcessor(name, () => new PassThroughProcessor<string, long>(), parent);
        return this;
    }
}
