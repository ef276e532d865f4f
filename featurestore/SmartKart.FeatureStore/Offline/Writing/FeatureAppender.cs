using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.FeatureStore.Offline.Writing;

/// <summary>One worker's way into a table of features: <c>label, f0, f1, …</c>. Hot path: per value. Not thread safe.</summary>
internal sealed class FeatureAppender : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly DuckDbAppender _appender;
    private readonly FeatureColumn[] _columns;
    private ChunkWriter _chunk;
    private int _rows;

    /// <param name="connection">Its own: it is closed with this.</param>
    /// <param name="table">Where to.</param>
    /// <param name="columns">The features.</param>
    public FeatureAppender(DuckDbConnection connection, string table, FeatureColumn[] columns)
    {
        _connection = connection;
        _columns = columns;
        _appender = connection.CreateAppender(table);
        _chunk = _appender.BeginChunk();
    }

    public void Append(long label, FeatureRow row)
    {
        _chunk.Column(0).Set(_rows, label);
        var values = row.Values;
        for (var i = 0; i < values.Length; i++)
        {
            var column = _chunk.Column(i + 1);
            var type = _columns[i].Type;
            if (type.Shape != FeatureShape.Single) WriteList(column, type, row.Items(i), row.Weights(i));
            else if (values[i].IsNull) column.SetNull(_rows);
            else Write(column, _rows, type.Value, values[i]);
        }
        if (++_rows < ChunkWriter.Capacity) return;
        _appender.EndChunk(_rows);
        _chunk = _appender.BeginChunk();
        _rows = 0;
    }

    /// <summary>Writes what was appended; without it the last rows are lost.</summary>
    public void Complete()
    {
        _appender.EndChunk(_rows);
        _appender.Flush();
        _rows = 0;
    }

    public void Dispose()
    {
        _appender.Dispose();
        _connection.Dispose();
    }

    private void WriteList(ColumnWriter column, FeatureType type, ReadOnlySpan<Scalar> items, ReadOnlySpan<double> weights)
    {
        var isRanking = type.Shape == FeatureShape.Ranking;
        for (var i = 0; i < items.Length; i++)
        {
            var at = column.AddElement(_rows);
            var elements = column.Children[0];
            if (isRanking) elements.Children[1].Set(at, weights[i]);
            Write(isRanking ? elements.Children[0] : elements, at, isRanking ? type.Key!.Value : type.Value, items[i]);   // a ranking has keys
        }
    }

    private static void Write(ColumnWriter column, int row, ScalarType type, in Scalar value)
    {
        switch (type)
        {
            case ScalarType.Boolean: column.Set(row, value.Boolean); break;
            case ScalarType.Int64: column.Set(row, value.Int64); break;
            case ScalarType.Double: column.Set(row, value.Double); break;
            case ScalarType.Timestamp: column.Values<long>()[row] = value.Timestamp; break;
            default: column.Set(row, value.String.AsSpan()); break;
        }
    }
}
