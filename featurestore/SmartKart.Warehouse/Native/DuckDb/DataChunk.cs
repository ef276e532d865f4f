using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>Some consecutive rows of a result, as columns.</summary>
public sealed class DataChunk
{
    private readonly ColumnVector[] _columns;
    private ChunkHandle? _chunk;

    internal DataChunk(ColumnVector[] columns) => _columns = columns;

    /// <summary>Rows in it, 1 to 2,048; 0 once it is over.</summary>
    public int RowCount { get; private set; }

    /// <summary>The result's columns, in order.</summary>
    public IReadOnlyList<ColumnVector> Columns => _columns;

    /// <summary>A column's values. Take it once per chunk or once per result, not once per row.</summary>
    /// <param name="index">From 0.</param>
    public ColumnVector Column(int index) => _columns[index];

    internal int Take(ChunkHandle chunk)
    {
        _chunk = chunk;
        RowCount = (int)DuckDbApi.ChunkSize(chunk);
        for (var i = 0; i < _columns.Length; i++) _columns[i].Point(DuckDbApi.ChunkVector(chunk, (ulong)i), RowCount);
        return RowCount;
    }

    internal void Clear()
    {
        RowCount = 0;
        foreach (var column in _columns) column.Forget();
        _chunk?.Dispose();
        _chunk = null;
    }
}
