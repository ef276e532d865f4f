using System.Text;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Sql;

namespace SmartKart.FeatureStore.Tests.Expressions;

/// <summary>Whatever is written, it is an expression or a mistake that is told: no other exception, and a place inside the text.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Pieces =
        ["a", "price", "quantity", "action", "now", "is_new", "1", "2.5", "1e3", "'x'", "''", "'", "\"", "(", ")", ",", "+", "-", "*", "/", "%", "=", "<", "<>",
         "||", ".", "\\",
         "and", "or", "not", "in", "between", "like", "escape", "is", "null", "distinct", "from", "case", "when", "then", "else", "end",
         "cast", "as", "int64", "timestamp",
         "lower(", "substr(", "date_trunc('day',", "coalesce(", "if(", "sign(", "\U0001F6D2", "\ud83d", "\0", "\n", "é", "=="];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Any_heap_of_pieces_is_an_expression_or_a_mistake(int seed)
    {
        var random = new Random(seed);
        var accepted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            for (var pieces = random.Next(1, 12); pieces > 0; pieces--) text.Append(Pieces[random.Next(Pieces.Length)]).Append(random.Next(4) == 0 ? "" : " ");
            accepted += Try(text.ToString(), seed) ? 1 : 0;
        }
        accepted.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void A_damaged_expression_is_an_expression_or_a_mistake(int seed)
    {
        var random = new Random(seed);
        var generator = new ExpressionGenerator(random);
        for (var i = 0; i < 5_000; i++)
        {
            var text = new StringBuilder(generator.Of((ScalarType)random.Next(5), 4));
            for (var damage = random.Next(1, 4); damage > 0 && text.Length > 1; damage--)
            {
                var at = random.Next(text.Length);
                if (random.Next(2) == 0) text.Remove(at, 1);
                else text.Insert(at, Pieces[random.Next(Pieces.Length)]);
            }
            Try(text.ToString(), seed);
        }
    }

    private static bool Try(string text, int seed)
    {
        try
        {
            var bound = Expression.Parse(text).Bind(Rows.Schema);
            bound.Compile()(Rows.Row("view", 1.5, 2, true, DateTime.UnixEpoch, DateTime.UnixEpoch, "tea"));
            bound.ToSql(SqlDialect.BigQuery).ShouldNotBeEmpty();
            return true;
        }
        catch (ExpressionException mistake)
        {
            mistake.Position.ShouldBeInRange(0, text.Length, $"seed {seed}: {text}");
            return false;
        }
    }
}
