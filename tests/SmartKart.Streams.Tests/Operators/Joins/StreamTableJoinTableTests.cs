namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>
/// Kafka Streams' developer guide, "Joining", "KStream-KTable Join", "Semantics of stream-table joins". "KStream-GlobalKTable Join" has the
/// same semantics, but that the global table is whole before the stream begins: here it is, for its topic is piped first.
/// </summary>
public sealed class StreamTableJoinTableTests
{
    private static readonly DocumentedRow[] Rows =
    [
        new(1, true, null, [], [], []),
        new(2, false, null, [], [], []),
        new(3, true, "A", [], ["[A, null]"], []),
        new(4, false, "a", [], [], []),
        new(5, true, "B", ["[B, a]"], ["[B, a]"], []),
        new(6, false, "b", [], [], []),
        new(7, true, null, [], [], []),
        new(8, false, null, [], [], []),
        new(9, true, "C", [], ["[C, null]"], []),
        new(10, false, "c", [], [], []),
        new(11, false, null, [], [], []),
        new(12, true, null, [], [], []),
        new(13, false, null, [], [], []),
        new(14, false, "d", [], [], []),
        new(15, true, "D", ["[D, d]"], ["[D, d]"], []),
    ];

    public static TheoryData<int> Cases() => [.. Rows.Select(row => (int)row.Timestamp)];

    [Theory, MemberData(nameof(Cases))]
    public void An_inner_join_gives_what_is_documented(int timestamp)
    {
        using var bench = new JoinBench(
            builder => builder.Stream<string, string>("left").Join(builder.Table<string, string>("right"), JoinBench.Pair).To("out"));
        Play(bench, timestamp).ShouldBe(Rows[timestamp - 1].Inner);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_left_join_gives_what_is_documented(int timestamp)
    {
        using var bench = new JoinBench(
            builder => builder.Stream<string, string>("left").LeftJoin(builder.Table<string, string>("right"), JoinBench.Pair).To("out"));
        Play(bench, timestamp).ShouldBe(Rows[timestamp - 1].Left);
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_inner_join_with_a_global_table_gives_the_same(int timestamp)
    {
        using var bench = new JoinBench(builder => builder.Stream<string, string>("left")
            .Join(builder.GlobalTable<string, string>("right"), (key, _) => key, JoinBench.Pair).To("out"));
        Play(bench, timestamp).ShouldBe(Rows[timestamp - 1].Inner);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_left_join_with_a_global_table_gives_the_same(int timestamp)
    {
        using var bench = new JoinBench(builder => builder.Stream<string, string>("left")
            .LeftJoin(builder.GlobalTable<string, string>("right"), (key, _) => key, JoinBench.Pair).To("out"));
        Play(bench, timestamp).ShouldBe(Rows[timestamp - 1].Left);
    }

    private static IReadOnlyList<string> Play(JoinBench bench, int timestamp) => DocumentedRow.Play(bench, Rows, timestamp, row => row.Timestamp);
}
