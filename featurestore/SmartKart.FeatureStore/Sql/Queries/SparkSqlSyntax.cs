namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>Spark SQL, whose session time zone must be UTC.</summary>
internal sealed class SparkSqlSyntax(SqlDialect dialect) : QuerySyntax(dialect)
{
    internal override string Micros(string instant) => $"unix_micros({instant})";

    internal override string Instant(string micros) => $"timestamp_micros({micros})";

    internal override string Element(string list) => $"explode({list}) AS item";
}
