using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Sql;
using SmartKart.Warehouse;

namespace SmartKart.FeatureStore.Tests.Expressions;

/// <summary>The law of the language: what a delegate computes is what DuckDB computes from the SQL, whatever the expression and the row.</summary>
public sealed class ParityTests
{
    private const int Batch = 50;
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void The_delegate_gives_what_DuckDB_gives_for_the_SQL(int seed)
    {
        var random = new Random(seed);
        var generator = new ExpressionGenerator(random);
        using var table = new OracleTable(random, rows: 60);
        for (var batch = 0; batch < 20; batch++)
        {
            var expressions = Enumerable.Range(0, Batch).Select(i => generator.Of((ScalarType)(i % 5), depth: 1 + random.Next(4))).ToArray();
            Hold(table, expressions, seed, static (ours, theirs) => ours == theirs);
        }
    }

    [Fact]
    public void Exponentials_and_logarithms_agree_to_twelve_digits()
    {
        var random = new Random(5);
        var generator = new ExpressionGenerator(random);
        using var table = new OracleTable(random, rows: 60);
        for (var batch = 0; batch < 6; batch++)
        {
            var expressions = Enumerable.Range(0, Batch).Select(_ => generator.Transcendental(depth: random.Next(3))).ToArray();
            Hold(table, expressions, 5, static (ours, theirs) => ours == theirs || Math.Abs(ours - theirs) <= Tolerance * Math.Abs(theirs));
        }
    }

    [Theory]
    [InlineData("abs(", "i1", ")", 98)]
    [InlineData("-(", "i1", ")", 49)]
    [InlineData("sqrt(1 + ", "d1", ")", 49)]
    [InlineData("", "i1", " + i2", 98)]
    [InlineData("floor(", "d1", ")", 98)]
    [InlineData("if(b1, ", "s1", ", 'x')", 98)]
    [InlineData("not (", "b1", ")", 49)]
    public void DuckDB_takes_what_is_as_deep_as_the_limit(string before, string middle, string after, int times)
    {
        var text = string.Concat(Enumerable.Repeat(before, times)) + middle + string.Concat(Enumerable.Repeat(after, times));
        using var table = new OracleTable(new Random(times), rows: 20);
        Hold(table, [text], times, static (ours, theirs) => ours == theirs);
    }

    private static void Hold(OracleTable table, string[] texts, int seed, Func<double, double, bool> areEqual)
    {
        var bound = Array.ConvertAll(texts, text => Expression.Parse(text).Bind(OracleTable.Schema));
        var theirs = Evaluate(table, bound, seed);
        for (var i = 0; i < bound.Length; i++)
        {
            var evaluate = bound[i].Compile();
            for (var row = 0; row < table.Rows.Length; row++)
            {
                var (our, their) = (evaluate(table.Rows[row]), theirs[i][row]);
                if (our.IsNull == their.IsNull && (our.IsNull || AreEqual(bound[i].Type, our, their, areEqual))) continue;
                var values = OracleTable.Schema.Fields.Select((field, place) => $"{field.Name} = {Show(field.Type, table.Rows[row][place])}");
                Assert.Fail($"seed {seed}: {bound[i]}\n{bound[i].ToSql(SqlDialect.DuckDb)}\n{string.Join(", ", values)}\n"
                    + $"ours {Show(bound[i].Type, our)}, DuckDB's {Show(bound[i].Type, their)}");
            }
            if (!bound[i].IsNullable) theirs[i].ShouldAllBe(value => !value.IsNull, bound[i].Text);
        }
    }

    /// <summary>All in one statement; where that fails, one by one, to tell which it was.</summary>
    private static Scalar[][] Evaluate(OracleTable table, BoundExpression[] bound, int seed)
    {
        try
        {
            return table.Evaluate(bound);
        }
        catch (WarehouseQueryException)
        {
            return Array.ConvertAll(bound, expression =>
            {
                try
                {
                    return table.Evaluate([expression])[0];
                }
                catch (WarehouseQueryException fault)
                {
                    throw new InvalidOperationException($"seed {seed}: {expression}", fault);
                }
            });
        }
    }

    /// <summary>Of Doubles the same number: bit by bit but for the sign of zero and the payload of NaN, which no expression can tell apart.</summary>
    private static bool AreEqual(ScalarType type, Scalar ours, Scalar theirs, Func<double, double, bool> areEqual) => type != ScalarType.Double
        ? ours == theirs
        : areEqual(ours.Double, theirs.Double) || (double.IsNaN(ours.Double) && double.IsNaN(theirs.Double));

    private static string Show(ScalarType type, Scalar value) => value.IsNull ? "NULL" : type switch
    {
        ScalarType.Boolean => $"{value.Boolean}",
        ScalarType.Double => $"{value.Double:R}",
        ScalarType.String => $"'{value.String}'",
        ScalarType.Timestamp => TimestampText.Format(value.Timestamp),
        _ => $"{value.Int64}",
    };
}
