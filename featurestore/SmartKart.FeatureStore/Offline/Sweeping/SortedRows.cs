using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>
/// A query's rows, sorted by key and time, its first two columns; they are taken key by key and copied in runs. The query is run, and what it
/// sorts is sorted, when this is made. One thread at a time.
/// </summary>
internal sealed class SortedRows : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly DuckDbResult _result;
    private DataChunk? _chunk;
    private int _from;  // of the chunk's rows, where those begin that were taken and not copied yet
    private int _at;    // and where they end

    /// <param name="connection">Its own: it is closed with this.</param>
    /// <param name="sql">The query.</param>
    /// <param name="cancellation">Interrupts it.</param>
    public SortedRows(DuckDbConnection connection, string sql, CancellationToken cancellation)
    {
        _connection = connection;
        try
        {
            _result = connection.Native.Query(sql, cancellation);
            Next();
        }
        catch
        {
            _result?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The key of the next row; false at the end.</summary>
    public bool TryPeek(out int key)
    {
        key = _chunk is null ? 0 : _chunk.Column(0).Values<int>()[_at];
        return _chunk is not null;
    }

    /// <summary>Takes the rows of a key, if the next ones are its.</summary>
    /// <returns>How many.</returns>
    public int Take(int key, RowBuffer into)
    {
        var taken = 0;
        while (_chunk is not null)
        {
            var keys = _chunk.Column(0).Values<int>();
            var at = _at;
            while (at < keys.Length && keys[at] == key) at++;
            taken += at - _at;
            _at = at;
            if (at < keys.Length) break;
            Flush(into);
            Next();
        }
        return taken;
    }

    /// <summary>Copies what was taken and isn't copied yet.</summary>
    public void Flush(RowBuffer into)
    {
        if (_chunk is null || _at == _from) return;
        into.Append(_chunk, _from, _at - _from);
        _from = _at;
    }

    public void Dispose()
    {
        _result.Dispose();
        _connection.Dispose();
    }

    private void Next()
    {
        _result.TryReadChunk(out _chunk);
        (_from, _at) = (0, 0);
    }
}
