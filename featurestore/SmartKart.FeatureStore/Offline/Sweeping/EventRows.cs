using SmartKart.FeatureStore.Expressions;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>Events of a batch. Columns: key, time, then the fields that are read.</summary>
internal sealed class EventRows : RowBuffer
{
    private readonly int[] _places;
    private readonly EventColumn[] _columns;

    /// <param name="row">The source's row.</param>
    /// <param name="places">The places of the fields that are read.</param>
    public EventRows(RowSchema row, int[] places)
    {
        _places = places;
        _columns = [.. places.Select(place => new EventColumn(row.Fields[place].Type))];
    }

    public override void Clear()
    {
        base.Clear();
        foreach (var column in _columns) column.Clear();
    }

    /// <summary>Fills the places of a row that are read.</summary>
    /// <param name="at">Which event.</param>
    /// <param name="row">Of the source's fields.</param>
    /// <param name="texts">Makes the texts.</param>
    public void Read(int at, Scalar[] row, TextPool texts)
    {
        for (var i = 0; i < _columns.Length; i++) row[_places[i]] = _columns[i].Read(at, texts);
    }

    protected override void Grow(int length)
    {
        foreach (var column in _columns) column.Grow(length);
    }

    protected override void AppendFields(DataChunk chunk, int from, int count, int at)
    {
        for (var i = 0; i < _columns.Length; i++) _columns[i].Append(chunk.Column(i + 2), from, count, at);
    }
}
