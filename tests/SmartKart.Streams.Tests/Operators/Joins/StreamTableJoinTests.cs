namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>What the documented table of stream–table joins does not show: nulls (KIP-962), other keys, tables that are kept nowhere.</summary>
public sealed class StreamTableJoinTests
{
    [Fact]
    public void A_left_join_takes_a_record_without_a_key_and_an_inner_one_drops_it()
    {
        using var left = new JoinBench(
            builder => builder.Stream<string, string>("left").LeftJoin(builder.Table<string, string>("right"), JoinBench.Pair).To("out"));
        left.Left(1, "A", key: null).ShouldBe(["[A, null]"]);
        using var inner = new JoinBench(
            builder => builder.Stream<string, string>("left").Join(builder.Table<string, string>("right"), JoinBench.Pair).To("out"));
        inner.Left(1, "A", key: null).ShouldBeEmpty();
    }

    [Fact]
    public void A_left_join_takes_a_record_without_a_key_through_its_internal_topic_too()
    {
        using var bench = new JoinBench(builder => builder.Stream<string, string>("left").SelectKey<string>((_, _) => null!) // no key: what is tested
            .LeftJoin(builder.Table<string, string>("right"), JoinBench.Pair, Joined.With<string, string, string>(Serdes.String(), Serdes.String()))
                .To("out", Produced.With(Serdes.String(), Serdes.String())));
        bench.Left(1, "A").ShouldBe(["[A, null]"]);
    }

    [Fact]
    public void A_global_table_is_looked_up_by_any_key_and_by_none_in_a_left_join()
    {
        using var bench = new JoinBench(builder => builder.Stream<string, string>("left")
            .LeftJoin(builder.GlobalTable<string, string>("right"), (_, value) => value == "-" ? null! : value, JoinBench.Pair).To("out")); // null: no key
        bench.Right(5, "a", key: "A").ShouldBeEmpty();
        bench.Left(1, "A", key: "any").ShouldBe(["[A, a]"]);
        bench.Left(2, "-", key: "any").ShouldBe(["[-, null]"]);
        bench.Right(6, null, key: "A").ShouldBeEmpty();
        bench.Left(3, "A", key: "any").ShouldBe(["[A, null]"]);
    }

    [Fact]
    public void A_table_that_is_kept_nowhere_is_looked_up_through_those_it_comes_from()
    {
        using var bench = new JoinBench(builder =>
        {
            var table = builder.Table<string, string>("right").MapValues(value => value.ToUpperInvariant()).Filter((_, value) => value != "HIDDEN");
            builder.Stream<string, string>("left").LeftJoin(table, JoinBench.Pair).To("out");
        });
        bench.Right(1, "a");
        bench.Left(2, "A").ShouldBe(["[A, A]"]);
        bench.Right(3, "hidden");
        bench.Left(4, "A").ShouldBe(["[A, null]"]);
    }

    [Fact]
    public void The_result_has_the_time_of_the_record()
    {
        using var bench = new JoinBench(
            builder => builder.Stream<string, string>("left").Join(builder.Table<string, string>("right"), JoinBench.Pair).To("out"));
        bench.Right(50, "a");
        bench.Driver.CreateInputTopic<string, string>("left").PipeInput("k", "A", 10);
        bench.Records().Single().TimestampMs.ShouldBe(10);
    }

    [Fact]
    public void The_sides_must_be_partitioned_alike()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("left").SelectKey((_, value) => value)
            .Join(builder.Table<string, string>("right"), JoinBench.Pair, Joined.With<string, string, string>(Serdes.String(), Serdes.String(), name: "lookup"))
                .To("out", Produced.With(Serdes.String(), Serdes.String()));
        var group = builder.Build().Graph.CopartitionGroups.ShouldHaveSingleItem();
        group.Topics.ShouldBe(["lookup-repartition", "right"]);
        group.Why.ShouldBe("the join 'lookup'");
    }
}
