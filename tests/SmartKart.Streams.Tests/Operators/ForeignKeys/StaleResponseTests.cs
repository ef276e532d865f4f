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
