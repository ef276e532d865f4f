using System.Globalization;
using SmartKart.Schemas;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Mapping.Writing;

/// <summary>Writes the id of an event: it follows from the values that name its row, or else from the file's content and the row's place in it.</summary>
/// <param name="scope">Where the name is unique.</param>
/// <param name="column">The column of the name: a text or a number.</param>
internal sealed class EventIdWriter(string scope, int column) : FieldWriter
{
    // The name space of mapped rows' event ids: drawn once at random, and never changed.
    private static readonly Guid Ids = new("a58b3d0a-5e0c-4a31-9d0a-71f0a3a0c5d2");

    public override int MaxBytes(DataChunk chunk, int row) => LeafBytes;

    public override RowOutcome? Write(ref AvroWriter writer, DataChunk chunk, int row)
    {
        var names = chunk.Column(column);
        var name = names.Type == DuckDbType.BigInt
            ? string.Create(CultureInfo.InvariantCulture, $"{scope}/{names.Int64(row)}")
            : $"{scope}/{names.String(row)}";
        writer.WriteUuid(NameBasedGuid.Create(Ids, name));
        return null;
    }
}
