using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>What a contract gives for a field that an older file lacks, as DuckDB writes it: what Avro gives for an older event.</summary>
internal static class ColumnDefault
{
    /// <param name="field">The field.</param>
    /// <param name="type">Its column's type.</param>
    /// <returns>Null where it has no default, or one that SQL can't say, as of bytes or of lists that aren't empty.</returns>
    internal static string? Of(RecordField field, string type)
    {
        var literal = field.Default switch
        {
            { Kind: JsonKind.Null } => "NULL",
            { Kind: JsonKind.String } text when type == "VARCHAR" => Warehouse.SqlText.Literal(text.Text),
            { Kind: JsonKind.Number } number when type is "INTEGER" or "BIGINT" or "FLOAT" or "DOUBLE" => number.Text,
            { Kind: JsonKind.True } => "true",
            { Kind: JsonKind.False } => "false",
            { Kind: JsonKind.Array, Items.Count: 0 } => "[]",
            { Kind: JsonKind.Object, Members.Count: 0 } when type.StartsWith("MAP", StringComparison.Ordinal) => "MAP {}",
            _ => null,
        };
        return literal is null ? null : $"CAST({literal} AS {type})";
    }
}
