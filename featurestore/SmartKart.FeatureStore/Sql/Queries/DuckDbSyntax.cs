using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>DuckDB. Structs are ordered by their fields in turn, which is what ties are broken by.</summary>
internal sealed class DuckDbSyntax(SqlDialect dialect) : QuerySyntax(dialect)
{
    internal override string Micros(string instant) => $"epoch_us({instant})";

    internal override string Instant(string micros) => $"make_timestamp({micros})";

    // A cast from TIMESTAMPTZ would go by the session's time zone.
    internal override string FieldOfType(string field, ScalarType type) =>
        type == ScalarType.Timestamp ? Instant(Micros(field)) : base.FieldOfType(field, type);

    // Beside FROM, its unnest is planned as a join of the table with itself.
    internal override string Element(string list) => $"unnest({list}) AS item";
}
