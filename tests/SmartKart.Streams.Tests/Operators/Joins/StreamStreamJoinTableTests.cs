namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>
/// Kafka Streams' developer guide, "Joining", "KStream-KStream Join", "Semantics of stream-stream joins": a window of 15 seconds with a
/// grace of 5. Times are seconds. The window's end and its grace belong to it ("both included"), so what closes the window of the record at
/// 40 comes just after 60, and so on: the last three rows are piped a millisecond later than the one before.
/// </summary>
public sealed class StreamStreamJoinTableTests
{
    private static readonly DocumentedRow[] Rows =
    [
        new(1, true, null, [], [], []),
        new(2, false, null, [], [], []),
        new(3, true, "A", [], [], []),
        new(4, false, "a", ["[A, a]"], ["[A, a]"], ["[A, a]"]),
        new(5, true, "B", ["[B, a]"], ["[B, a]"], ["[B, a]"]),
        new(6, false, "b", ["[A, b]", "[B, b]"], ["[A, b]", "[B, b]"], ["[A, b]", "[B, b]"]),
        new(7, true, null, [], [], []),
        new(8, false, null, [], [], []),
        new(9, true, "C", ["[C, a]", "[C, b]"], ["[C, a]", "[C, b]"], ["[C, a]", "[C, b]"]),
        new(10, false, "c", ["[A, c]", "[B, c]", "[C, c]"], ["[A, c]", "[B, c]", "[C, c]"], ["[A, c]", "[B, c]", "[C, c]"]),
        new(11, false, null, [], [], []),
        new(12, true, null, [], [], []),
        new(13, false, null, [], [], []),
        new(14, false, "d", ["[A, d]", "[B, d]", "[C, d]"], ["[A, d]", "[B, d]", "[C, d]"], ["[A, d]", "[B, d]", "[C, d]"]),
        new(15, true, "D", ["[D, a]", "[D, b]", "[D, c]", "[D, d]"], ["[D, a]", "[D, b]", "[D, c]", "[D, d]"], ["[D, a]", "[D, b]", "[D, c]", "[D, d]"]),
        new(40, true, "E", [], [], []),
        new(60, true, "F", [], ["[E, null]"], ["[E, null]"]),
        new(80, false, "f", [], ["[F, null]"], ["[F, null]"]),
        new(100, true, "G", [], [], ["[null, f]"]),
    ];

    private static readonly JoinWindows Windows = JoinWindows.OfTimeDifferenceAndGrace(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5));

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
    public void An_inner_join_gives_what_is_documented(int timestamp, bool inMemory)
    {
        using var bench = new JoinBench(builder => builder.Stream<string, string>("left")
            .Join(builder.Stream<string, string>("right"), JoinBench.Pair, Windows, Joined(inMemory)).To("out"));
        DocumentedRow.Play(bench, Rows, timestamp, TimeMs).ShouldBe(Rows.Single(row => row.Timestamp == timestamp).Inner);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_left_join_gives_what_is_documented(int timestamp, bool inMemory)
    {
        using var bench = new JoinBench(builder => builder.Stream<string, string>("left")
            .LeftJoin(builder.Stream<string, string>("right"), JoinBench.Pair, Windows, Joined(inMemory)).To("out"));
        DocumentedRow.Play(bench, Rows, timestamp, TimeMs).ShouldBe(Rows.Single(row => row.Timestamp == timestamp).Left);
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_outer_join_gives_what_is_documented(int timestamp, bool inMemory)
    {
        using var bench = new JoinBench(builder => builder.Stream<string, string>("left")
            .OuterJoin(builder.Stream<string, string>("right"), JoinBench.Pair, Windows, Joined(inMemory)).To("out"));
        DocumentedRow.Play(bench, Rows, timestamp, TimeMs).ShouldBe(Rows.Single(row => row.Timestamp == timestamp).Outer);
    }

    private static StreamJoined<string, string, string> Joined(bool inMemory) => new() { InMemory = inMemory };

    private static long TimeMs(DocumentedRow row) => (row.Timestamp * 1000) + row.Timestamp switch { 60 => 1, 80 => 2, 100 => 3, _ => 0 };
}
