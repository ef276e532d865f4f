using System.Text;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Expressions.Binding;
using SmartKart.FeatureStore.Sql;

namespace SmartKart.FeatureStore.Tests.Sql;

/// <summary>
/// What is printed, word for word: <c>Golden.txt</c> has an expression and below it, indented, its text in each dialect. To add one, add its
/// line alone; the test then writes the whole file as it should be beside itself, for a person to read before it is taken over.
/// </summary>
public sealed class GoldenTextTests
{
    private static readonly string File = Path.Combine(Repository.Root, "tests", "SmartKart.FeatureStore.Tests", "Sql", "Golden.txt");

    private static readonly RowSchema Schema = new(
        new("action", ScalarType.String), new("category", ScalarType.String), new("lines.sku", ScalarType.String),
        new("price", ScalarType.Double), new("cost", ScalarType.Double), new("quantity", ScalarType.Int64), new("stock", ScalarType.Int64),
        new("is_new", ScalarType.Boolean), new("at", ScalarType.Timestamp), new("now", ScalarType.Timestamp, IsNullable: false));

    internal static string[] Expressions { get; } =
        [.. System.IO.File.ReadLines(File).Where(line => line.Length > 0 && line[0] is not (' ' or '#'))];

    internal static BoundExpression Bind(string expression) => Expression.Parse(expression).Bind(Schema);

    [Fact]
    public void Each_expression_is_printed_as_it_always_was()
    {
        var text = new StringBuilder("# An expression, and its text in DuckDB, Spark SQL and BigQuery.\n");
        foreach (var expression in Expressions)
        {
            text.Append('\n').Append(expression).Append('\n');
            foreach (var dialect in Dialects.All) text.Append("    ").Append(Bind(expression).ToSql(dialect)).Append('\n');
        }
        var actual = Path.Combine(AppContext.BaseDirectory, "Golden.actual.txt");
        System.IO.File.WriteAllText(actual, text.ToString());
        var isAsItWas = System.IO.File.ReadAllText(File) == text.ToString();
        isAsItWas.ShouldBeTrue($"the texts are no more those of {File}; diff it with {actual}");
    }

    [Fact]
    public void Every_function_and_operator_is_among_them()
    {
        var all = string.Join('\n', Expressions);
        foreach (var function in FunctionCatalogue.Names) all.ShouldContain(function + "(");
        string[] parts =
            ["coalesce(", "nullif(", "if(", "least(", "greatest(", "concat(", "clamp(", "mod(", "cast(", " in (", " not in (", " between ", " not between ",
             " like ", " not like ", " escape ", " is null", " is not null", " is distinct from ", " is not distinct from ", "case when", "case action when",
             "not ", " and ", " or ", " + ", " - ", " * ", " / ", " % ", " || ", " = ", " <> ", " < ", " <= ", " > ", " >= ", "timestamp '", "null", "true", "-("];
        foreach (var part in parts) all.ShouldContain(part);
    }

    [Fact]
    public void A_field_is_what_the_caller_says_it_is() =>
        Bind("quantity > 1 and lines.sku = 'a'").ToSql(SqlDialect.DuckDb, field => $"CAST(e.{field.Name.ToUpperInvariant()} AS {field.Type})")
            .ShouldBe("((CAST(e.QUANTITY AS Int64) > 1) AND (CAST(e.LINES.SKU AS String) = 'a'))");
}
