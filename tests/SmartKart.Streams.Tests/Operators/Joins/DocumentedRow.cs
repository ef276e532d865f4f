namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>A row of a documented table of joins.</summary>
/// <param name="Timestamp">The row's, as documented.</param>
/// <param name="IsLeft">Which side the record is piped into.</param>
/// <param name="Value">Its value; null for a tombstone.</param>
/// <param name="Inner">What the inner join gives.</param>
/// <param name="Left">What the left join gives.</param>
/// <param name="Outer">What the outer join gives.</param>
public sealed record DocumentedRow(long Timestamp, bool IsLeft, string? Value, string[] Inner, string[] Left, string[] Outer)
{
    public override string ToString() => $"{Timestamp}: {(IsLeft ? "left" : "right")} {Value ?? "null"}";

    /// <summary>What each row up to this one makes, this one's last.</summary>
    internal static IReadOnlyList<string> Play(JoinBench bench, IEnumerable<DocumentedRow> rows, int upTo, Func<DocumentedRow, long> timeMs)
    {
        IReadOnlyList<string> made = [];
        foreach (var row in rows.TakeWhile(row => row.Timestamp <= upTo))
            made = row.IsLeft ? bench.Left(timeMs(row), row.Value) : bench.Right(timeMs(row), row.Value);
        return made;
    }
}
