using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>Spark SQL, whose session time zone must be UTC. Structs are ordered by their fields in turn, with NaN last: that is what breaks ties.</summary>
internal sealed class SparkSqlSyntax(SqlDialect dialect) : QuerySyntax(dialect)
{
    internal override string Micros(string instant) => $"unix_micros({instant})";

    internal override string Instant(string micros) => $"timestamp_micros({micros})";

    internal override string Element(string list) => $"explode({list}) AS item";

    internal override string Row(string alias) => $"struct({alias}.*)";

    internal override string Floor(string number, long multiple) => $"{number} - pmod({number}, {multiple}L)";

    internal override string SumOfWhole(string value) => Whole($"sum(CAST({value} AS DECIMAL(20, 0)))");

    internal override string MeanOfWhole(string value) => $"{Widened($"sum(CAST({value} AS DECIMAL(20, 0)))")} / nullif(count({value}), 0)";

    internal override string Spread(string value, bool isRoot) => $"{(isRoot ? "stddev_samp" : "var_samp")}({value})";

    internal override string Edge(string value, string time, ScalarType type, bool isLast) => $"{(isLast ? "max" : "min")}({Pair(value, time)}).v";

    // Collected are only those that aren't NULL.
    internal override string Latest(string value, string time, ScalarType type, int length) =>
        $"transform(slice(sort_array(collect_list({Pair(value, time)}), false), 1, {length}), latest -> latest.v)";

    private protected override string AtRank(string value, string rank) => $"get(sort_array(collect_list({value})), CAST({rank} AS INT))";

    private protected override string WithoutNaN(string value) => $"nullif({value}, double('NaN'))";

    internal override string Ranking(string key, string weight, int length) =>
        $"transform(slice(sort_array(collect_list(named_struct('below', -{weight}, 'key', {key}, 'weight', {weight}))), 1, {length}), "
        + "heavy -> named_struct('key', heavy.key, 'weight', heavy.weight))";

    internal override string ListOrEmpty(string list) => $"coalesce({list}, array())";

    private static string Pair(string value, string time) => $"CASE WHEN {value} IS NOT NULL THEN named_struct('at', {time}, 'v', {value}) END";
}
