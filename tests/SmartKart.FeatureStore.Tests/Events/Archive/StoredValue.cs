using System.Collections;
using SmartKart.Schemas;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.FeatureStore.Tests.Events.Archive;

/// <summary>What stands in a column, as a generic record would hold it: read vector by vector, so that the provider's own mapping is not the judge.</summary>
internal static class StoredValue
{
    internal static object? Of(AvroSchema schema, ColumnVector column, int row)
    {
        if (schema is UnionSchema union) schema = union.Branches[1 - union.NullIndex];
        if (column.IsNull(row)) return null;
        return schema switch
        {
            RecordSchema record => Record(record, column, row),
            ArraySchema array => Items(array.Items, column.Children[0], column.List(row)),
            MapSchema map => Entries(map.Values, column, column.List(row)),
            EnumSchema symbols => new GenericEnum(symbols, column.String(row)),
            _ => schema.Logical?.Kind switch
            {
                LogicalKind.Decimal => column.Decimal(row),
                LogicalKind.Uuid => Guid.ParseExact(column.String(row), "D"),
                LogicalKind.Date => column.Date(row),
                LogicalKind.TimestampMicros => column.Instant(row),
                _ => Leaf(schema.Type, column, row),
            },
        };
    }

    /// <summary>Whether both hold the same, a NaN being itself and the entries of a map in any order.</summary>
    internal static bool Same(object? left, object? right) => (left, right) switch
    {
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (object?[] a, object?[] b) => a.Length == b.Length && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (IDictionary a, IDictionary b) => a.Count == b.Count && a.Keys.Cast<object>().All(key => b.Contains(key) && Same(a[key], b[key])),
        (GenericRecord a, GenericRecord b) => a.Schema.Fields.All(field => Same(a[field.Index], b[field.Index])),
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        _ => Equals(left, right),
    };

    private static object Leaf(AvroType type, ColumnVector column, int row) => type switch
    {
        AvroType.Boolean => column.Boolean(row),
        AvroType.Int => column.Int32(row),
        AvroType.Long => column.Int64(row),
        AvroType.Float => column.Single(row),
        AvroType.Double => column.Double(row),
        AvroType.String => column.String(row),
        _ => column.Blob(row).ToArray(),
    };

    private static GenericRecord Record(RecordSchema schema, ColumnVector column, int row)
    {
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields) record[field.Index] = Of(field.Schema, column.Children[field.Index], row);
        return record;
    }

    private static object?[] Items(AvroSchema items, ColumnVector column, ListSlice slice) =>
        [.. Enumerable.Range(slice.Start, slice.Count).Select(row => Of(items, column, row))];

    private static Dictionary<string, object?> Entries(AvroSchema values, ColumnVector column, ListSlice slice) =>
        Enumerable.Range(slice.Start, slice.Count).ToDictionary(row => column.Children[0].String(row), row => Of(values, column.Children[1], row));
}
