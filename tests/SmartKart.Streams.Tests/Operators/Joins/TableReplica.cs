using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>A table as whoever reads its topic knows it: each record sets a row, each tombstone deletes one.</summary>
internal sealed class TableReplica<V>(TestOutputTopic<string, V> topic)
{
    private readonly Dictionary<string, V> _rows = new(StringComparer.Ordinal);

    /// <summary>Reads what is left, and gives the rows as they stand.</summary>
    public IReadOnlyDictionary<string, V> Read()
    {
        foreach (var record in topic.ReadRecords())
        {
            if (record.IsTombstone) _rows.Remove(record.Key);
            else _rows[record.Key] = record.Value;
        }
        return _rows;
    }
}
