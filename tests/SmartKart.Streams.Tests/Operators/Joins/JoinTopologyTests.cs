namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>
/// The names that joins and tables give to nodes, stores and internal topics are Kafka Streams': a topology moved over finds its topics
/// again. A join of streams has one store more: stream time.
/// </summary>
public sealed class JoinTopologyTests
{
    private const string StreamTime = "KSTREAM-MERGE-0000000006-stream-time";

    [Fact]
    public void An_outer_join_of_streams_is_named_as_in_Kafka_Streams() => Describe(builder =>
            builder.Stream<string, string>("left").OuterJoin(
                builder.Stream<string, string>("right"), JoinBench.Pair, JoinWindows.OfTimeDifferenceWithNoGrace(TimeSpan.FromSeconds(1))).To("out"))
        .ShouldBe($"""
    Topologies:
       Sub-topology: 0
        Source: KSTREAM-SOURCE-0000000000 (topics: [left])
          --> KSTREAM-WINDOWED-0000000002
        Source: KSTREAM-SOURCE-0000000001 (topics: [right])
          --> KSTREAM-WINDOWED-0000000003
        Processor: KSTREAM-WINDOWED-0000000002 (stores: [{StreamTime}, KSTREAM-OUTERTHIS-0000000004-store])
          --> KSTREAM-OUTERTHIS-0000000004
          <-- KSTREAM-SOURCE-0000000000
        Processor: KSTREAM-WINDOWED-0000000003 (stores: [{StreamTime}, KSTREAM-OUTEROTHER-0000000005-store])
          --> KSTREAM-OUTEROTHER-0000000005
          <-- KSTREAM-SOURCE-0000000001
        Processor: KSTREAM-OUTERTHIS-0000000004 (stores: [{StreamTime}, KSTREAM-OUTEROTHER-0000000005-store, KSTREAM-OUTERSHARED-0000000004-store])
          --> KSTREAM-MERGE-0000000006
          <-- KSTREAM-WINDOWED-0000000002
        Processor: KSTREAM-OUTEROTHER-0000000005 (stores: [{StreamTime}, KSTREAM-OUTERSHARED-0000000004-store, KSTREAM-OUTERTHIS-0000000004-store])
          --> KSTREAM-MERGE-0000000006
          <-- KSTREAM-WINDOWED-0000000003
        Processor: KSTREAM-MERGE-0000000006 (stores: [])
          --> KSTREAM-SINK-0000000007
          <-- KSTREAM-OUTERTHIS-0000000004, KSTREAM-OUTEROTHER-0000000005
        Sink: KSTREAM-SINK-0000000007 (topic: out)
          <-- KSTREAM-MERGE-0000000006


    """);

    [Fact]
    public void A_left_join_of_named_streams_with_new_keys_is_named_as_in_Kafka_Streams()
    {
        var text = Describe(builder => builder.Stream<string, string>("left").SelectKey((_, value) => value).LeftJoin(
            builder.Stream<string, string>("right").SelectKey((_, value) => value), JoinBench.Pair,
            JoinWindows.OfTimeDifferenceWithNoGrace(TimeSpan.FromSeconds(1)),
            StreamJoined.With(Serdes.String(), Serdes.String(), Serdes.String()) with { Name = "pairs", StoreName = "kept" }).To("out"));
        foreach (var name in (string[])
        [
            "Sink: pairs-left-repartition-sink (topic: pairs-left-repartition)", "Source: pairs-left-repartition-source",
            "Processor: pairs-left-repartition-filter",
            "Sink: pairs-right-repartition-sink (topic: pairs-right-repartition)",
            "Processor: pairs-this-windowed (stores: [kept-stream-time, kept-this-join-store])",
            "Processor: pairs-other-windowed (stores: [kept-outer-other-join-store, kept-stream-time])",
            "Processor: pairs-this-join (stores: [kept-left-shared-join-store, kept-outer-other-join-store, kept-stream-time])",
            "Processor: pairs-outer-other-join (stores: [kept-left-shared-join-store, kept-stream-time, kept-this-join-store])", "Processor: pairs-merge",
        ]) text.ShouldContain(name);
    }

    [Fact]
    public void A_join_of_tables_is_named_as_in_Kafka_Streams() => Describe(builder =>
            builder.Table<string, string>("left").Join(builder.Table<string, string>("right"), JoinBench.Pair).ToStream()
                .To("out", Produced.With(Serdes.String(), Serdes.String())))
        .ShouldBe("""
    Topologies:
       Sub-topology: 0
        Source: KSTREAM-SOURCE-0000000001 (topics: [left])
          --> KTABLE-SOURCE-0000000002
        Processor: KTABLE-SOURCE-0000000002 (stores: [left-STATE-STORE-0000000000])
          --> KTABLE-JOINTHIS-0000000007
          <-- KSTREAM-SOURCE-0000000001
        Source: KSTREAM-SOURCE-0000000004 (topics: [right])
          --> KTABLE-SOURCE-0000000005
        Processor: KTABLE-SOURCE-0000000005 (stores: [right-STATE-STORE-0000000003])
          --> KTABLE-JOINOTHER-0000000008
          <-- KSTREAM-SOURCE-0000000004
        Processor: KTABLE-JOINTHIS-0000000007 (stores: [right-STATE-STORE-0000000003])
          --> KTABLE-MERGE-0000000006
          <-- KTABLE-SOURCE-0000000002
        Processor: KTABLE-JOINOTHER-0000000008 (stores: [left-STATE-STORE-0000000000])
          --> KTABLE-MERGE-0000000006
          <-- KTABLE-SOURCE-0000000005
        Processor: KTABLE-MERGE-0000000006 (stores: [])
          --> KTABLE-TOSTREAM-0000000009
          <-- KTABLE-JOINTHIS-0000000007, KTABLE-JOINOTHER-0000000008
        Processor: KTABLE-TOSTREAM-0000000009 (stores: [])
          --> KSTREAM-SINK-0000000010
          <-- KTABLE-MERGE-0000000006
        Sink: KSTREAM-SINK-0000000010 (topic: out)
          <-- KTABLE-TOSTREAM-0000000009


    """);

    [Fact]
    public void A_count_of_a_tables_groups_is_named_as_in_Kafka_Streams()
    {
        var text = Describe(builder => builder.Table<string, string>("in")
            .GroupBy((key, value) => KeyValuePair.Create(value, key), Grouped.With(Serdes.String(), Serdes.String())).Count().ToStream()
                .To("out", Produced.With(Serdes.String(), Serdes.Int64())));
        foreach (var name in (string[])
        [
            "Processor: KTABLE-SOURCE-0000000002 (stores: [in-STATE-STORE-0000000000])", "Processor: KTABLE-SELECT-0000000003",
            "Sink: KSTREAM-SINK-0000000005 (topic: KTABLE-AGGREGATE-STATE-STORE-0000000004-repartition)", "Source: KSTREAM-SOURCE-0000000006",
            "Processor: KTABLE-AGGREGATE-0000000007 (stores: [KTABLE-AGGREGATE-STATE-STORE-0000000004])",
        ]) text.ShouldContain(name);
    }

    [Fact]
    public void A_foreign_key_join_is_named_as_in_Kafka_Streams_and_its_one_node_more_takes_no_number() => Describe(builder => builder.Table<string, string>("left")
            .Join(builder.Table<string, string>("right"), value => value, (mine, other) => JoinBench.Pair(mine, other)).ToStream()
                .To("out", Produced.With(Serdes.String(), Serdes.String())))
        .ShouldBe("""
    Topologies:
       Sub-topology: 0
        Source: KSTREAM-SOURCE-0000000001 (topics: [left])
          --> KTABLE-SOURCE-0000000002
        Processor: KTABLE-SOURCE-0000000002 (stores: [left-STATE-STORE-0000000000])
          --> KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-0000000007
          <-- KSTREAM-SOURCE-0000000001
        Processor: KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-0000000007 (stores: [])
          --> KTABLE-SINK-0000000008
          <-- KTABLE-SOURCE-0000000002
        Source: KTABLE-SOURCE-0000000016 (topics: [KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-0000000014-topic])
          --> KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-RESOLVER-PROCESSOR-0000000017, KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-RESOLVER-PROCESSOR-0000000017-renewal
        Processor: KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-RESOLVER-PROCESSOR-0000000017-renewal (stores: [left-STATE-STORE-0000000000])
          --> KTABLE-SINK-0000000008
          <-- KTABLE-SOURCE-0000000016
        Sink: KTABLE-SINK-0000000008 (topic: KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-0000000006-topic)
          <-- KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-0000000007, KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-RESOLVER-PROCESSOR-0000000017-renewal
        Processor: KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-RESOLVER-PROCESSOR-0000000017 (stores: [left-STATE-STORE-0000000000])
          --> KTABLE-FK-JOIN-OUTPUT-0000000018
          <-- KTABLE-SOURCE-0000000016
        Processor: KTABLE-FK-JOIN-OUTPUT-0000000018 (stores: [])
          --> KTABLE-TOSTREAM-0000000020
          <-- KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-RESOLVER-PROCESSOR-0000000017
        Processor: KTABLE-TOSTREAM-0000000020 (stores: [])
          --> KSTREAM-SINK-0000000021
          <-- KTABLE-FK-JOIN-OUTPUT-0000000018
        Sink: KSTREAM-SINK-0000000021 (topic: out)
          <-- KTABLE-TOSTREAM-0000000020

       Sub-topology: 1
        Source: KSTREAM-SOURCE-0000000004 (topics: [right])
          --> KTABLE-SOURCE-0000000005
        Processor: KTABLE-SOURCE-0000000005 (stores: [right-STATE-STORE-0000000003])
          --> KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-0000000013
          <-- KSTREAM-SOURCE-0000000004
        Source: KTABLE-SOURCE-0000000009 (topics: [KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-0000000006-topic])
          --> KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-0000000011
        Processor: KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-0000000011 (stores: [KTABLE-FK-JOIN-SUBSCRIPTION-STATE-STORE-0000000010])
          --> KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-0000000012
          <-- KTABLE-SOURCE-0000000009
        Processor: KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-0000000012 (stores: [right-STATE-STORE-0000000003])
          --> KTABLE-SINK-0000000015
          <-- KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-0000000011
        Processor: KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-0000000013 (stores: [KTABLE-FK-JOIN-SUBSCRIPTION-STATE-STORE-0000000010])
          --> KTABLE-SINK-0000000015
          <-- KTABLE-SOURCE-0000000005
        Sink: KTABLE-SINK-0000000015 (topic: KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-0000000014-topic)
          <-- KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-0000000012, KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-0000000013


    """);

    private static string Describe(Action<StreamBuilder> build)
    {
        var builder = new StreamBuilder();
        build(builder);
        return builder.Build().Describe().ToString();
    }
}
