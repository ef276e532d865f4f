using SmartKart.Schemas;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Mapping.Writing;

/// <summary>Writes a value of an event as Avro from a row of a query's chunk. Hot path: per row and field.</summary>
internal abstract class FieldWriter
{
    /// <summary>No value but a text takes more: a UUID's text, a decimal's digits.</summary>
    protected const int LeafBytes = 48;

    /// <summary>An upper bound of the bytes that a row's value takes.</summary>
    public abstract int MaxBytes(DataChunk chunk, int row);

    /// <summary>Writes a row's value.</summary>
    /// <returns>Null; or why the row can't be an event, and then what was written is of no use.</returns>
    public abstract RowOutcome? Write(ref AvroWriter writer, DataChunk chunk, int row);
}

/// <summary>Writes the fields of a record, in order.</summary>
internal sealed class RecordWriter(FieldWriter[] fields) : FieldWriter
{
    public override int MaxBytes(DataChunk chunk, int row)
    {
        var bytes = 0;
        foreach (var field in fields) bytes += field.MaxBytes(chunk, row);
        return bytes;
    }

    public override RowOutcome? Write(ref AvroWriter writer, DataChunk chunk, int row)
    {
        foreach (var field in fields)
            if (field.Write(ref writer, chunk, row) is { } rejected) return rejected;
        return null;
    }
}

/// <summary>Writes a list's items: one block, and the end.</summary>
internal sealed class ListWriter(FieldWriter[] items) : FieldWriter
{
    public override int MaxBytes(DataChunk chunk, int row)
    {
        var bytes = LeafBytes;
        foreach (var item in items) bytes += item.MaxBytes(chunk, row);
        return bytes;
    }

    public override RowOutcome? Write(ref AvroWriter writer, DataChunk chunk, int row)
    {
        if (items.Length > 0) writer.WriteBlock(items.Length);
        foreach (var item in items)
            if (item.Write(ref writer, chunk, row) is { } rejected) return rejected;
        writer.WriteBlock(0);
        return null;
    }
}

/// <summary>Writes the same value for every row: a field's default.</summary>
internal sealed class DefaultWriter(AvroSchema schema, object? value) : FieldWriter
{
    private readonly int _bytesMax = GenericWriter.MaxBytes(schema, value);
    private readonly int _nullBranch = value is null && schema is UnionSchema union ? union.NullIndex : -1;

    public override int MaxBytes(DataChunk chunk, int row) => _bytesMax;

    public override RowOutcome? Write(ref AvroWriter writer, DataChunk chunk, int row)
    {
        if (_nullBranch >= 0) writer.WriteUnion(_nullBranch); // what most defaults are
        else GenericWriter.Write(schema, value, ref writer);
        return null;
    }
}

/// <summary>Writes the branch of a union that is not null, then the value.</summary>
internal sealed class BranchWriter(int branch, FieldWriter value) : FieldWriter
{
    public override int MaxBytes(DataChunk chunk, int row) => 1 + value.MaxBytes(chunk, row);

    public override RowOutcome? Write(ref AvroWriter writer, DataChunk chunk, int row)
    {
        writer.WriteUnion(branch);
        return value.Write(ref writer, chunk, row);
    }
}
