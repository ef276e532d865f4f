using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Tests.Views;

/// <summary>The type of DuckDB that history keeps a field in.</summary>
internal static class ColumnType
{
    /// <summary>The type, or null for one that expressions cannot read.</summary>
    public static string? Of(AvroSchema schema) => schema switch
    {
        UnionSchema { Branches.Count: 2, NullIndex: >= 0 } union => Of(union.Branches[1 - union.NullIndex]),
        UnionSchema => null,
        ArraySchema array => Of(array.Items) is { } items ? items + "[]" : null,
        RecordSchema record => $"STRUCT({string.Join(", ", record.Fields.Select(field => (field.Name, Type: Of(field.Schema)))
            .Where(field => field.Type is not null).Select(field => $"\"{field.Name}\" {field.Type}"))})",
        EnumSchema => "VARCHAR",
        _ => schema.Logical?.Kind switch
        {
            LogicalKind.Decimal => $"DECIMAL({schema.Logical.Precision}, {schema.Logical.Scale})",
            LogicalKind.Uuid => "VARCHAR",
            LogicalKind.TimestampMillis or LogicalKind.TimestampMicros => "TIMESTAMPTZ",
            null => schema.Type switch
            {
                AvroType.Boolean => "BOOLEAN",
                AvroType.Int => "INTEGER",
                AvroType.Long => "BIGINT",
                AvroType.Float => "FLOAT",
                AvroType.Double => "DOUBLE",
                AvroType.String => "VARCHAR",
                _ => null,
            },
            _ => null,
        },
    };
}
