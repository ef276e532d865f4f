using SmartKart.Streams.Tests.Operators.Joins;

namespace SmartKart.Streams.Tests.Operators.ForeignKeys;

/// <summary>
/// Kafka Streams' developer guide, "Joining", "KTable-KTable Foreign-Key Join", "Semantics of table-table foreign-key joins". The foreign key
/// is the left value; "null" stands for a value that names none. In row 1 the right record is piped before the left.
/// </summary>
public sealed class ForeignKeyJoinTableTests
{
    private sealed record Row(int Offset, (string Key, string Value)? Left, (string Key, string Value)? Right, string[] Inner, string[] Outer);

    private static readonly Row[] Rows =
    [
        new(1, ("k", "1"), ("1", "foo"), ["k: (1, foo)"], ["k: (1, foo)"]),
        new(2, ("k", "2"), null, ["k: null"], ["k: (2, null)"]),
        new(3, ("k", "3"), null, ["k: null"], ["k: (3, null)"]),
        new(4, null, ("3", "bar"), ["k: (3, bar)"], ["k: (3, bar)"]),
        new(5, ("k", "null"), null, ["k: null"], ["k: (null, null)"]),
        new(6, ("k", "1"), null, ["k: (1, foo)"], ["k: (1, foo)"]),
        new(7, ("q", "10"), null, [], ["q: (10, null)"]),
        new(8, ("r", "10"), null, [], ["r: (10, null)"]),
        new(9, null, ("10", "baz"), ["q: (10, baz)", "r: (10, baz)"], ["q: (10, baz)", "r: (10, baz)"]),
    ];

    public static TheoryData<int> Cases() => [.. Rows.Select(row => row.Offset)];

    [Theory, MemberData(nameof(Cases))]
    public void An_inner_join_gives_what_is_documented(int offset)
    {
        using var bench = new JoinBench(builder => builder.Table<string, string>("left")
            .Join(builder.Table<string, string>("right"), ForeignKey, (left, right) => $"({left}, {right})").ToStream().To("out", Strings));
        Play(bench, offset).ShouldBe(Rows[offset - 1].Inner);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_left_join_gives_what_is_documented(int offset)
    {
        using var bench = new JoinBench(builder => builder.Table<string, string>("left")
            .LeftJoin(builder.Table<string, string>("right"), ForeignKey, (left, right) => $"({left}, {right ?? "null"})").ToStream().To("out", Strings));
        Play(bench, offset).ShouldBe(Rows[offset - 1].Outer);
    }

    private static readonly Produced<string, string> Strings = Produced.With(Serdes.String(), Serdes.String());

    private static string? ForeignKey(string value) => value == "null" ? null : value;

    private static IEnumerable<string> Play(JoinBench bench, int offset)
    {
        var made = new List<Record<string, string>>();
        foreach (var row in Rows.Take(offset))
        {
            made.Clear();
            var (left, right) = (bench.Driver.CreateInputTopic<string, string>("left"), bench.Driver.CreateInputTopic<string, string>("right"));
            if (row.Right is { } other) right.PipeInput(other.Key, other.Value, row.Offset);
            if (row.Left is { } mine) left.PipeInput(mine.Key, mine.Value, row.Offset);
            made.AddRange(bench.Records());
        }
        return made.Select(record => $"{record.Key}: {(record.IsTombstone ? "null" : record.Value)}");
    }
}
