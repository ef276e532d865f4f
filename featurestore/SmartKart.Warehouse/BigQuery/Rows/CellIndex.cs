using System.Text.Json;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// Finds the values of rows, STRUCTs and arrays in BigQuery's JSON: a row is <c>{"f": [{"v": …}, …]}</c>, a STRUCT is a row, an array is
/// <c>[{"v": …}, …]</c>. Nothing is copied: what comes out are places. Hot path: per value.
/// </summary>
internal static class CellIndex
{
    /// <summary>Reads rows up to the end of their array, on whose beginning the reader stands.</summary>
    /// <returns>The rows' cells one after the other, and how many rows there are.</returns>
    public static (Cell[] Cells, int Rows) Rows(ref Utf8JsonReader json)
    {
        var cells = new CellList();
        var rows = 0;
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            ReadRow(ref json, cells);
            rows++;
        }
        return (cells.ToArray(), rows);
    }

    /// <summary>The cells of one row, or of a STRUCT.</summary>
    /// <param name="page">The page.</param>
    /// <param name="at">Where it lies in the page.</param>
    public static Cell[] Struct(ReadOnlySpan<byte> page, Cell at)
    {
        var cells = new CellList();
        var json = new Utf8JsonReader(page.Slice(at.Start, at.Length));
        json.Read();
        ReadRow(ref json, cells);
        return cells.ToArray(at.Start);
    }

    /// <summary>The cells of an array's elements.</summary>
    public static Cell[] Array(ReadOnlySpan<byte> page, Cell at)
    {
        var cells = new CellList();
        var json = new Utf8JsonReader(page.Slice(at.Start, at.Length));
        json.Read();
        ReadValues(ref json, cells);
        return cells.ToArray(at.Start);
    }

    // From the { of a row to its }.
    private static void ReadRow(ref Utf8JsonReader json, CellList cells)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isFields = json.ValueTextEquals("f"u8);
            json.Read();
            if (isFields) ReadValues(ref json, cells);
            else json.Skip();
        }
    }

    // From the [ of values to its ].
    private static void ReadValues(ref Utf8JsonReader json, CellList cells)
    {
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            var cell = default(Cell);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isValue = json.ValueTextEquals("v"u8);
                json.Read();
                if (isValue) cell = Cell.Read(ref json);
                else json.Skip();
            }
            cells.Add(cell);
        }
    }

    /// <summary>Cells in one array that doubles.</summary>
    private sealed class CellList
    {
        private Cell[] _cells = new Cell[16];
        private int _count;

        public void Add(Cell cell)
        {
            if (_count == _cells.Length) System.Array.Resize(ref _cells, _count * 2);
            _cells[_count++] = cell;
        }

        public Cell[] ToArray(int shift = 0)
        {
            System.Array.Resize(ref _cells, _count);
            if (shift > 0)
                foreach (ref var cell in _cells.AsSpan()) cell = cell with { Start = cell.Start + shift };
            return _cells;
        }
    }
}
