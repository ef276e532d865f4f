using SmartKart.FeatureStore.Sql;

namespace SmartKart.FeatureStore.Tests.Sql;

internal static class Dialects
{
    public static IReadOnlyList<SqlDialect> All { get; } = [SqlDialect.DuckDb, SqlDialect.SparkSql, SqlDialect.BigQuery];
}
