using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>
/// How one engine writes the parts of a whole query in which engines differ: what <see cref="SqlDialect"/> is for an expression. Aggregates
/// take a value that is NULL where an event doesn't count, and leave NULLs out. Immutable.
/// </summary>
/// <param name="dialect">The engine's names, types, literals and operations.</param>
internal abstract class QuerySyntax(SqlDialect dialect)
{
    private static readonly QuerySyntax[] All =
        [new DuckDbSyntax(SqlDialect.DuckDb), new SparkSqlSyntax(SqlDialect.SparkSql), new BigQuerySyntax(SqlDialect.BigQuery)];

    internal SqlDialect Dialect => dialect;

    internal static QuerySyntax Of(SqlDialect dialect) => Array.Find(All, syntax => syntax.Dialect == dialect)
        ?? throw new ArgumentException(
            $"There are no queries in {dialect}. There are {string.Join(", ", All.Select(syntax => syntax.Dialect.Name))}.", nameof(dialect));

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

    /// <summary>A row of a table as one value.</summary>
    internal virtual string Row(string alias) => alias;

    /// <summary>The multiple of a positive number at or below a whole number, also below 0.</summary>
    internal abstract string Floor(string number, long multiple);

    /// <summary>The exact sum of Int64s, as an Int64; an error if it fits none.</summary>
    internal abstract string SumOfWhole(string value);

    /// <summary>Their mean, as a Double.</summary>
    internal abstract string MeanOfWhole(string value);

    /// <summary>The sum of Doubles.</summary>
    internal virtual string SumOfReal(string value) => $"sum({value})";

    /// <summary>Their mean; NULL of none.</summary>
    internal string MeanOfReal(string value) => $"{SumOfReal(value)} / nullif(count({value}), 0)";

    /// <summary>The least value, NaN above all numbers.</summary>
    internal virtual string Least(string value, ScalarType type) => $"min({value})";

    /// <summary>The sample's variance of Doubles, or its root; NULL of fewer than two, NaN where a value isn't finite.</summary>
    internal abstract string Spread(string value, bool isRoot);

    /// <summary>The value of the earliest event, of those the least; or of the latest, of those the greatest.</summary>
    internal abstract string Edge(string value, string time, ScalarType type, bool isLast);

    /// <summary>The values of the latest events, the greatest first of those at one instant, as a list.</summary>
    internal abstract string Latest(string value, string time, ScalarType type, int length);

    /// <summary>The value at rank ⌊q (n − 1)⌋ in ascending order, as a Double; NaN is no value.</summary>
    internal string Quantile(string value, ScalarType type, string rank)
    {
        var number = type == ScalarType.Double ? WithoutNaN(value) : value;
        var found = AtRank(number, $"floor({rank} * (count({number}) - 1))");
        return type == ScalarType.Double ? found : Widened(found);
    }

    /// <summary>Keys and weights as a list of structs, the heaviest first, of those the least key.</summary>
    internal abstract string Ranking(string key, string weight, int length);

    /// <summary>A list, or an empty one where it is NULL.</summary>
    internal abstract string ListOrEmpty(string list);

    /// <summary>The value at a rank from 0 of those that aren't NULL, in ascending order; NULL of none.</summary>
    private protected abstract string AtRank(string value, string rank);

    private protected abstract string WithoutNaN(string value);

    private protected string Widened(string value) => $"CAST({value} AS {dialect.TypeName(ScalarType.Double)})";

    private protected string Whole(string value) => $"CAST({value} AS {dialect.TypeName(ScalarType.Int64)})";
}
