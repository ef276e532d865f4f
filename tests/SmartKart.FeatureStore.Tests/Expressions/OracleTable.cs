using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Sql;
using SmartKart.Warehouse;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.FeatureStore.Tests.Expressions;

/// <summary>The same rows as arrays and as a table of DuckDB, which evaluates many expressions over all of them at once.</summary>
internal sealed class OracleTable : IDisposable
{
    private readonly DuckDbDatabase _database;
    private readonly DuckDbConnection _connection;

    public OracleTable(Random random, int rows)
    {
        try
        {
            _database = DuckDbDatabase.Open();
        }
        catch (WarehouseLibraryException missing)
        {
            Assert.Skip(missing.Message);
            throw;
        }
        _connection = _database.Connect();
        Rows = [.. Enumerable.Range(0, rows).Select(_ => Schema.Fields.Select(field => Value(random, field.Type)).ToArray())];
        var (dialect, fields) = (SqlDialect.DuckDb, Schema.Fields);
        var columns = string.Join(", ", fields.Select(field => $"{dialect.Identifier(field.Name)} {dialect.TypeName(field.Type)}"));
        _connection.Execute($"CREATE TABLE events (place INTEGER, {columns})", Cancellation);
        var values = Rows.Select((row, place) => $"({place}, {string.Join(", ", row.Select((value, i) => dialect.Literal(fields[i].Type, value)))})");
        _connection.Execute($"INSERT INTO events VALUES {string.Join(",\n", values)}", Cancellation);
    }

    public static RowSchema Schema { get; } = new(
        from place in (int[])[1, 2]
        from type in Enum.GetValues<ScalarType>()
        select new RowField($"{"bidst"[(int)type]}{place}", type));

    public Scalar[][] Rows { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    /// <summary>What DuckDB gives.</summary>
    /// <returns>For each expression, its value for each row.</returns>
    public Scalar[][] Evaluate(IReadOnlyList<BoundExpression> expressions)
    {
        var texts = expressions.Select((expression, i) => $"{expression.ToSql(SqlDialect.DuckDb)} AS e{i}");
        using var result = _connection.Query($"SELECT {string.Join(",\n", texts)}\nFROM events ORDER BY place", Cancellation);
        var answers = expressions.Select(_ => new List<Scalar>()).ToArray();
        while (result.TryReadChunk(out var chunk))
        {
            for (var i = 0; i < answers.Length; i++)
            {
                chunk.Column(i).Type.ShouldBe(TypeOf(expressions[i].Type), $"{expressions[i]}\n{expressions[i].ToSql(SqlDialect.DuckDb)}");
                for (var row = 0; row < chunk.RowCount; row++) answers[i].Add(Read(chunk.Column(i), row));
            }
        }
        return Array.ConvertAll(answers, column => column.ToArray());
    }

    private static DuckDbType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Boolean => DuckDbType.Boolean,
        ScalarType.Int64 => DuckDbType.BigInt,
        ScalarType.Double => DuckDbType.Double,
        ScalarType.String => DuckDbType.Varchar,
        _ => DuckDbType.Timestamp,
    };

    private static Scalar Read(ColumnVector column, int row)
    {
        if (column.IsNull(row)) return Scalar.Null;
        return column.Type switch
        {
            DuckDbType.Boolean => Scalar.From(column.Boolean(row)),
            DuckDbType.BigInt => Scalar.From(column.Int64(row)),
            DuckDbType.Double => Scalar.From(column.Double(row)),
            DuckDbType.Varchar => Scalar.From(column.String(row)),
            _ => Scalar.FromTimestamp((column.Timestamp(row) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
        };
    }

    private static Scalar Value(Random random, ScalarType type)
    {
        if (random.Next(6) == 0) return Scalar.Null;
        var isEdge = random.Next(2) == 0;
        return type switch
        {
            ScalarType.Boolean => Scalar.From(random.Next(2) == 0),
            ScalarType.Int64 => Scalar.From(isEdge ? long.Parse(Any(random, ExpressionGenerator.Int64s)) : random.Next(-20, 20)),
            ScalarType.Double => Scalar.From(isEdge
                ? double.Parse(Any(random, [.. ExpressionGenerator.Doubles, "NaN", "Infinity", "-Infinity"]))
                : random.Next(-2000, 2000) / 16.0),
            ScalarType.String => Scalar.From(Any(random, ExpressionGenerator.Texts).Replace("''", "'", StringComparison.Ordinal)),
            _ => isEdge
                ? Literal($"timestamp '{Any(random, ExpressionGenerator.Instants)}'")
                : Scalar.FromTimestamp(random.NextInt64(-5_000_000_000_000_000, 5_000_000_000_000_000)),
        };
    }

    private static Scalar Literal(string text) => Expression.Parse(text).Bind(Schema).Compile()([]);

    private static string Any(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
