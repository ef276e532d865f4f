using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb.Appending;

/// <summary>Up to <see cref="Capacity"/> rows of an appender, written column by column. It is the same object for every chunk.</summary>
public sealed class ChunkWriter
{
    /// <summary>Rows that fit into it: DuckDB's vector size, checked where an appender is made.</summary>
    public const int Capacity = 2048;

    private readonly ChunkHandle _chunk;
    private readonly ColumnWriter[] _columns;
    private readonly TextBlocks _texts = new();

    internal ChunkWriter(ChunkHandle chunk, IReadOnlyList<string> names, IReadOnlyList<LogicalType> types)
    {
        _chunk = chunk;
        _columns = new ColumnWriter[types.Count];
        for (var i = 0; i < _columns.Length; i++)
        {
            if (!ColumnWriter.Writes(types[i]))
                throw new WarehouseValueException(
                    $"Column '{names[i]}' is a {types[i]}, which an appender does not write. Name the other columns, and INSERT or UPDATE this one.");
            _columns[i] = new ColumnWriter(chunk, names[i], types[i], _texts);
        }
    }

    /// <summary>The columns, in the appender's order.</summary>
    public IReadOnlyList<ColumnWriter> Columns => _columns;

    /// <summary>One column. Take it once, not once per row.</summary>
    /// <param name="index">From 0.</param>
    public ColumnWriter Column(int index) => _columns[index];

    internal void Begin(long firstRow)
    {
        _texts.Clear();
        for (var i = 0; i < _columns.Length; i++) _columns[i].Begin(DuckDbApi.ChunkVector(_chunk, (ulong)i), firstRow);
    }

    internal void End()
    {
        foreach (var column in _columns) column.End();
    }
}
