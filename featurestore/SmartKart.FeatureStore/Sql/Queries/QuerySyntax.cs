using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>How one engine writes the parts of a whole query in which engines differ: what <see cref="SqlDialect"/> is for an expression. Immutable.</summary>
/// <param name="dialect">The engine's names, types, literals and operations.</param>
internal abstract class QuerySyntax(SqlDialect dialect)
{
    private static readonly QuerySyntax[] All =
        [new DuckDbSyntax(SqlDialect.DuckDb), new SparkSqlSyntax(SqlDialect.SparkSql), new BigQuerySyntax(SqlDialect.BigQuery)];

    internal SqlDialect Dialect => dialect;

    internal static QuerySyntax Of(SqlDialect dialect) => Array.Find(All, syntax => syntax.Dialect == dialect)
        ?? throw new ArgumentException($"There are no queries in {dialect}. There are {string.Join(", ", All.Select(syntax => syntax.Dialect.Name))}.", nameof(dialect));

    /// <summary>An instant as microseconds since 1970 UTC, whatever the session's time zone.</summary>
    internal abstract string Micros(string instant);

    /// <summary>Microseconds since 1970 UTC as an instant.</summary>
    internal abstract string Instant(string micros);

    /// <summary>A stored field as a value of the language's type.</summary>
    internal virtual string FieldOfType(string field, ScalarType type) => $"CAST({field} AS {dialect.TypeName(type)})";

    /// <summary>A column named <c>item</c> that makes a row of each element of a list.</summary>
    internal abstract string Element(string list);

    /// <summary>What is joined for that; empty where nothing is.</summary>
    internal virtual string ElementJoin(string list) => "";
}
