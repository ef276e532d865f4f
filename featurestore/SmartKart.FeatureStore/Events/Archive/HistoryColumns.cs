using SmartKart.Schemas;
using SmartKart.Warehouse;

namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>
/// The columns of a topic's history: the contract's fields under their own names, records as STRUCT, arrays as LIST, maps as MAP, timestamps as
/// TIMESTAMPTZ, enums and UUIDs as VARCHAR; behind them where the event's record stood in its topic (<see cref="HistoryPosition"/>). Every column may
/// be NULL, as Parquet's readers expect.
/// </summary>
/// <param name="topic">For messages.</param>
internal sealed class HistoryColumns(string topic)
{
    private const int MaxDigits = 38;        // DECIMAL's

    /// <summary>Names and types, as DuckDB writes them.</summary>
    /// <exception cref="HistorySchemaException">A field has no column that could hold it.</exception>
    internal IReadOnlyList<(string Name, string Type)> Of(RecordSchema contract)
    {
        if (contract.Fields.FirstOrDefault(field => field.Name is PositionColumns.Partition or PositionColumns.Offset) is { } taken)
            throw Unfit(taken.Name, "named like a column that says where an event stood in its topic. Give it another name.");
        return
        [
            .. contract.Fields.Select(field => (field.Name, TypeOf(field.Schema, field.Name))),
            (PositionColumns.Partition, "INTEGER"),
            (PositionColumns.Offset, "BIGINT"),
        ];
    }

    private string TypeOf(AvroSchema schema, string path) => schema switch
    {
        RecordSchema { IsRecursive: true } =>
            throw Unfit(path, "a record that holds itself, and no column is of such a type. Cut the recursion, or give its depth."),
        RecordSchema { Fields.Count: 0 } => throw Unfit(path, "a record without fields. Leave it out, or give it one."),
        RecordSchema record => $"STRUCT({string.Join(", ", record.Fields.Select(field => Field(field, path)))})",
        UnionSchema { Branches.Count: 2, NullIndex: >= 0 } union => TypeOf(union.Branches[1 - union.NullIndex], path),
        UnionSchema => throw Unfit(path, "a union of several types, and a column has one. Give each type a nullable field of its own."),
        ArraySchema array => $"{TypeOf(array.Items, path)}[]",
        MapSchema map => $"MAP(VARCHAR, {TypeOf(map.Values, path)})",
        { Type: AvroType.Null } => throw Unfit(path, "always null. Leave it out."),
        { Logical: { } logical } => LogicalTypeOf(logical, path),
        _ => schema.Type switch
        {
            AvroType.Boolean => "BOOLEAN",
            AvroType.Int => "INTEGER",
            AvroType.Long => "BIGINT",
            AvroType.Float => "FLOAT",
            AvroType.Double => "DOUBLE",
            AvroType.String or AvroType.Enum => "VARCHAR",
            _ => "BLOB",
        },
    };

    private string Field(RecordField field, string path) => $"{SqlText.Identifier(field.Name)} {TypeOf(field.Schema, $"{path}.{field.Name}")}";

    private string LogicalTypeOf(LogicalType logical, string path) => logical.Kind switch
    {
        LogicalKind.Decimal when logical.Precision > MaxDigits =>
            throw Unfit(path, $"a {logical}, and a column has {MaxDigits} digits at most. Give it fewer."),
        LogicalKind.Decimal => $"DECIMAL({logical.Precision},{logical.Scale})",
        LogicalKind.Uuid => "VARCHAR",
        LogicalKind.Date => "DATE",
        LogicalKind.TimeMillis or LogicalKind.TimeMicros => "TIME",
        LogicalKind.TimestampMillis or LogicalKind.TimestampMicros => "TIMESTAMPTZ",
        LogicalKind.LocalTimestampMillis or LogicalKind.LocalTimestampMicros => "TIMESTAMP",
        _ => "BLOB",
    };

    private HistorySchemaException Unfit(string path, string problem) => new(topic, path, $"it is {problem}");
}
