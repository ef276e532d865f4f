namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>
/// Kafka Streams' developer guide, "Joining", "KTable-KTable Equi-Join", "Semantics of table-table joins". Whether the result is kept or
/// computed makes no difference.
/// </summary>
public sealed class TableTableJoinTableTests
{
    private static readonly DocumentedRow[] Rows =
    [
        new(1, true, null, [], [], []),
        new(2, false, null, [], [], []),
        new(3, true, "A", [], ["[A, null]"], ["[A, null]"]),
        new(4, false, "a", ["[A, a]"], ["[A, a]"], ["[A, a]"]),
        new(5, true, "B", ["[B, a]"], ["[B, a]"], ["[B, a]"]),
        new(6, false, "b", ["[B, b]"], ["[B, b]"], ["[B, b]"]),
        new(7, true, null, ["null"], ["null"], ["[null, b]"]),
        new(8, false, null, [], [], ["null"]),
        new(9, true, "C", [], ["[C, null]"], ["[C, null]"]),
        new(10, false, "c", ["[C, c]"], ["[C, c]"], ["[C, c]"]),
        new(11, false, null, ["null"], ["[C, null]"], ["[C, null]"]),
        new(12, true, null, [], ["null"], ["null"]),
        new(13, false, null, [], [], []),
        new(14, false, "d", [], [], ["[null, d]"]),
        new(15, true, "D", ["[D, d]"], ["[D, d]"], ["[D, d]"]),
    ];

    public static TheoryData<int, bool> Cases()
    {
        var cases = new TheoryData<int, bool>();
        foreach (var row in Rows)
        {
            cases.Add((int)row.Timestamp, true);
            cases.Add((int)row.Timestamp, false);
        }
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_inner_join_gives_what_is_documented(int timestamp, bool isKept)
    {
        using var bench = new JoinBench(builder => builder.Table<string, string>("left")
            .Join(builder.Table<string, string>("right"), JoinBench.Pair, Result(isKept)).ToStream().To("out", Strings));
        Play(bench, timestamp).ShouldBe(Rows[timestamp - 1].Inner);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_left_join_gives_what_is_documented(int timestamp, bool isKept)
    {
        using var bench = new JoinBench(builder => builder.Table<string, string>("left")
            .LeftJoin(builder.Table<string, string>("right"), JoinBench.Pair, Result(isKept)).ToStream().To("out", Strings));
        Play(bench, timestamp).ShouldBe(Rows[timestamp - 1].Left);
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_outer_join_gives_what_is_documented(int timestamp, bool isKept)
    {
        using var bench = new JoinBench(builder => builder.Table<string, string>("left")
            .OuterJoin(builder.Table<string, string>("right"), JoinBench.Pair, Result(isKept)).ToStream().To("out", Strings));
        Play(bench, timestamp).ShouldBe(Rows[timestamp - 1].Outer);
    }

    private static readonly Produced<string, string> Strings = Produced.With(Serdes.String(), Serdes.String());

    private static Materialized<string, string>? Result(bool isKept) =>
        isKept ? new Materialized<string, string> { StoreName = "result", InMemory = true } : null;

    private static IReadOnlyList<string> Play(JoinBench bench, int timestamp) => DocumentedRow.Play(bench, Rows, timestamp, row => row.Timestamp);
}
