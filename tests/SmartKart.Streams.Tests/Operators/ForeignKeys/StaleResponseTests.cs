using System.Text;
using SmartKart.Streams.Operators.ForeignKeys;
using SmartKart.Streams.Tests.Operators.Joins;

namespace SmartKart.Streams.Tests.Operators.ForeignKeys;

/// <summary>KIP-213, "resolver": answers come from other tasks, and may come late. What each answers is told by the hash of the row that asked.</summary>
public sealed class StaleResponseTests
{
    private const string Responses = "test-lookup-subscription-response-topic";

    [Fact]
    public void An_answer_to_what_the_row_no_longer_is_is_dropped()
    {
        using var bench = Bench();
        bench.Left(1, "1").ShouldBeEmpty();
        Answer(bench, "2", "foo").ShouldBeEmpty();
        Answer(bench, "1", "foo").ShouldBe(["[1, foo]"]);
    }

    [Fact]
    public void An_answer_to_a_row_that_is_deleted_is_dropped_and_the_answer_to_its_deletion_deletes()
    {
        using var bench = Bench();
        bench.Left(1, "1");
        bench.Left(2, null).ShouldBe(["null"]);
        Answer(bench, "1", "foo").ShouldBeEmpty();
        Answer(bench, asked: null, answer: null).ShouldBe(["null"]);
    }

    [Fact]
    public void A_row_that_asks_again_for_the_same_key_is_told_that_there_is_nothing_any_more()
    {
        using var bench = Bench();
        bench.Right(1, "foo", key: "1");
        bench.Left(2, "1/a").ShouldBe(["[1/a, foo]"]);
        bench.Right(3, null, key: "1").ShouldBe(["null"]);
        bench.Left(4, "1/b").ShouldBe(["null"]);
    }

    [Fact]
    public void A_row_that_came_back_before_its_deletion_was_answered_and_finds_nothing_ends_the_earlier_result()
    {
        using var bench = Bench();
        bench.Left(1, "1").ShouldBeEmpty();
        Answer(bench, asked: null, answer: null).ShouldBe(["null"]);
    }

    [Fact]
    public void A_row_that_came_back_before_its_deletion_was_answered_keeps_what_it_finds()
    {
        using var bench = Bench();
        bench.Right(1, "foo", key: "1");
        bench.Left(2, "1").ShouldBe(["[1, foo]"]);
        Answer(bench, asked: null, answer: null).ShouldBe(["[1, foo]"]);
    }

    [Fact]
    public void A_row_that_went_before_it_was_told_that_it_names_no_key_ends_the_earlier_result()
    {
        using var bench = Bench();
        bench.Left(1, "1");
        bench.Left(2, null);
        Answer(bench, asked: "names none", answer: null).ShouldBe(["null"]);
    }

    [Fact]
    public void A_left_join_drops_what_is_late_for_it_is_answered_in_any_case()
    {
        using var bench = new JoinBench(builder => builder.Table<string, string>("left").LeftJoin(
                builder.Table<string, string>("right"), value => value.Split('/')[0], JoinBench.Pair,
                joined: new TableJoined<string, string> { Name = "lookup" })
            .ToStream().To("out", Produced.With(Serdes.String(), Serdes.String())));
        bench.Left(1, "1").ShouldBe(["[1, null]"]);
        Answer(bench, asked: null, answer: null).ShouldBeEmpty();
        Answer(bench, asked: "2", answer: null).ShouldBeEmpty();
    }

    private static JoinBench Bench() => new(builder => builder.Table<string, string>("left").Join(
            builder.Table<string, string>("right"), value => value.Split('/')[0],
            (mine, other) => JoinBench.Pair(mine, other), joined: new TableJoined<string, string> { Name = "lookup" })
        .ToStream().To("out", Produced.With(Serdes.String(), Serdes.String())));

    private static IReadOnlyList<string> Answer(JoinBench bench, string? asked, string? answer)
    {
        var hash = asked is null ? default(UInt128?) : ValueHash.Of(Encoding.UTF8.GetBytes(asked));
        bench.Driver.CreateInputTopic(Responses, Serdes.String(), new SubscriptionResponseSerde<string>(Serdes.String()))
            .PipeInput("k", new SubscriptionResponse<string>(hash, Optional<string>.Of(answer), PrimaryPartition: 0), 5);
        return bench.Read();
    }
}
