using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Tests.Expressions;

namespace SmartKart.FeatureStore.Tests.Sql;

/// <summary>Engines that aren't at hand are stood in for by parsers of their languages that others wrote: they take every text of ours.</summary>
public sealed class ParserTests
{
    [Fact]
    public async Task The_parsers_refuse_what_is_no_SQL() =>
        (await Parsers.ParseAsync([(SqlDialect.SparkSql, "SELECT FROM WHERE"), (SqlDialect.BigQuery, "SELECT FROM WHERE")]))
            .ShouldAllBe(error => error != null);

    [Fact]
    public async Task Every_golden_text_parses() => await HoldAsync(GoldenTextTests.Expressions, GoldenTextTests.Bind);

    [Theory]
    [InlineData(11)]
    public async Task The_text_of_any_expression_parses(int seed)
    {
        var random = new Random(seed);
        var generator = new ExpressionGenerator(random);
        var expressions = Enumerable.Range(0, 150).Select(i => generator.Of((ScalarType)(i % 5), 1 + random.Next(3))).ToArray();
        await HoldAsync(expressions, text => Expression.Parse(text).Bind(OracleTable.Schema));
    }

    private static async Task HoldAsync(string[] expressions, Func<string, BoundExpression> bind)
    {
        var texts = (from dialect in (SqlDialect[])[SqlDialect.SparkSql, SqlDialect.BigQuery]
                     from expression in expressions
                     select (Dialect: dialect, Sql: $"SELECT {bind(expression).ToSql(dialect)} AS e FROM events")).ToArray();
        var errors = await Parsers.ParseAsync(texts);
        for (var i = 0; i < texts.Length; i++) errors[i].ShouldBeNull($"{texts[i].Dialect}: {texts[i].Sql}");
    }
}
