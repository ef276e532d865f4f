namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>BigQuery.</summary>
internal sealed class BigQuerySyntax(SqlDialect dialect) : QuerySyntax(dialect)
{
    internal override string Micros(string instant) => $"UNIX_MICROS({instant})";

    internal override string Instant(string micros) => $"TIMESTAMP_MICROS({micros})";

    internal override string Element(string list) => "item";

    internal override string ElementJoin(string list) => $"\n    CROSS JOIN UNNEST({list}) AS item";
}
