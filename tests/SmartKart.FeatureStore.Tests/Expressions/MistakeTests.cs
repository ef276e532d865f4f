using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tests.Sql;

namespace SmartKart.FeatureStore.Tests.Expressions;

/// <summary>Every kind of mistake is told with its place and its remedy.</summary>
public sealed class MistakeTests
{
    [Theory]
    [InlineData("", 0, "the expression is empty", "Write a field")]
    [InlineData("   ", 3, "the expression is empty", "Write a field")]
    [InlineData("action == 'view'", 7, "'==' is no operator", "single '='")]
    [InlineData("is_new && true", 7, "'&' is no operator", "Write 'and'")]
    [InlineData("is_new | true", 7, "'|' is no operator", "Write 'or'")]
    [InlineData("!is_new", 0, "'!' is no operator", "Write 'not'")]
    [InlineData("price > 10 # cheap", 11, "'#' is nothing an expression has", "single quotes")]
    [InlineData("\U0001F6D2 > 1", 0, "'\U0001F6D2' is nothing", "single quotes")]
    [InlineData("action = 'view", 9, "isn't closed", "End it with '")]
    [InlineData("\"action", 0, "the name that begins here isn't closed", "End it with \"")]
    [InlineData("quantity > 10kg", 11, "the number goes on with 'k'", "Write it as 12")]
    [InlineData("quantity > 1.2.3", 11, "the number goes on with '.'", "Write it as 12")]
    [InlineData("quantity > 9223372036854775808", 11, "doesn't fit into 64 bits", "9223372036854775808e0")]
    [InlineData("price > 1e999", 8, "beyond the largest Double", "Write a smaller number")]
    [InlineData("now > timestamp '2026-02-30'", 16, "'2026-02-30' is no instant", "timestamp '2026-01-31'")]
    [InlineData("price >", 7, "not the end", "here comes a literal")]
    [InlineData("price > and is_new", 8, "not the word 'and'", "written \"and\"")]
    [InlineData("price 10", 6, "the expression was over before '10'", "Join the parts with an operator")]
    [InlineData("(price > 10", 11, "closed by ')'", "there is the end instead")]
    [InlineData("price > 10)", 10, "this ')' closes nothing", "Leave it out")]
    [InlineData("1 < quantity < 5", 13, "comparisons don't chain", "Join two with 'and'")]
    [InlineData("quantity in 1, 2", 12, "a list in parentheses", "in ('view', 'cart')")]
    [InlineData("quantity in (1, 2", 17, "ends with ')'", "there is the end instead")]
    [InlineData("quantity in (1, price)", 16, "holds literals", "joined by 'or'")]
    [InlineData("quantity not 5", 13, "after 'not' comes in, between or like", "not '5'")]
    [InlineData("quantity between 1 or 5", 19, "'and' is missing", "between 1 and 5")]
    [InlineData("quantity is 5", 12, "after 'is' comes null", "comparison with '='")]
    [InlineData("quantity is distinct 5", 21, "comes 'from'", "not '5'")]
    [InlineData("action like price", 12, "a pattern is a text", "like 'tea%'")]
    [InlineData("action like '50%' escape 'ab'", 25, "an escape is one character", "escape '\\'")]
    [InlineData("action like '5!0' escape '!'", 12, "character 2 escapes nothing", "comes %, _ or itself")]
    [InlineData("case when is_new 1 end", 17, "followed by 'then'", "not by '1'")]
    [InlineData("case 1 end", 7, "at least one 'when", "'end' instead")]
    [InlineData("case when is_new then 1", 23, "ends with 'end'", "the end instead")]
    [InlineData("case action when lines.sku then 1 end", 17, "are literals", "case when x = … then")]
    [InlineData("cast(price int64)", 11, "'as' is missing", "cast(x as int64)")]
    [InlineData("cast(price as decimal)", 14, "there is no type 'decimal'", "boolean, int64, double, string and timestamp")]
    [InlineData("acton = 'view'", 0, "there is no field 'acton'", "Did you mean 'action'?")]
    [InlineData("prices.max > 1", 0, "there is no field 'prices.max'", "The fields are action, price")]
    [InlineData("lower(action, price)", 0, "lower is called as lower(String)", "(String, Double)")]
    [InlineData("lenght(action)", 0, "there is no function 'lenght'", "Did you mean 'length'?")]
    [InlineData("frobnicate(action)", 0, "there is no function 'frobnicate'", "The functions are abs, ceil")]
    [InlineData("now() > last_at", 0, "now is a field", "without parentheses")]
    [InlineData("seconds(last_at)", 0, "seconds is called as seconds(Int64)", "seconds(now - last_at)")]
    [InlineData("round(price, 2)", 0, "round is called as round(Double)", "round(x * 100) / 100")]
    [InlineData("coalesce()", 0, "coalesce is called as", "coalesce(x, otherwise, …)")]
    [InlineData("if(is_new, 1)", 0, "if is called as", "if(condition, then, else)")]
    [InlineData("substr(action, 0)", 15, "a whole number from 1", "argument 2 of substr")]
    [InlineData("substr(action, quantity)", 15, "written out", "argument 2 of substr")]
    [InlineData("left(action, -1)", 14, "a whole number from 0", "argument 2 of left")]
    [InlineData("split_part(action, '', 1)", 19, "isn't empty", "argument 2 of split_part")]
    [InlineData("date_trunc('decade', now)", 11, "one of 'second', 'minute'", "argument 1 of date_trunc")]
    [InlineData("date_trunc(action, now)", 11, "one of 'second', 'minute'", "argument 1 of date_trunc")]
    [InlineData("action = 1", 9, "this is a Int64", "cast(… as string)")]
    [InlineData("now > '2026-01-01'", 6, "this is a String", "timestamp '2026-01-31'")]
    [InlineData("price = null", 6, "never true", "Write 'is null'")]
    [InlineData("null <> price", 5, "never true", "'is not null'")]
    [InlineData("action + 'x'", 7, "takes Int64s and Doubles", "'||'")]
    [InlineData("now + last_at", 4, "takes Int64s and Doubles", "later - earlier")]
    [InlineData("-action", 0, "'-' takes an Int64 or a Double", "cast(x as double)")]
    [InlineData("price % 2", 6, "'%' takes Int64s", "floor(x / y)")]
    [InlineData("price || 'x'", 0, "texts are joined", "engines write Doubles differently")]
    [InlineData("quantity || 'x'", 0, "texts are joined", "cast(x as string)")]
    [InlineData("price and is_new", 0, "and takes Booleans", "x <> 0")]
    [InlineData("not action", 4, "not takes Booleans", "x = 'true'")]
    [InlineData("quantity like '1%'", 0, "like takes a String", "cast(… as string)")]
    [InlineData("if(is_new, 1, 'x')", 14, "this is a String", "cast(… as int64)")]
    [InlineData("null", 0, "null has no type", "cast(null as int64)")]
    [InlineData("coalesce(null, null)", 0, "only nulls", "cast(null as int64)")]
    [InlineData("cast(price as string)", 0, "no cast from Double to String", "Cast it to int64 first")]
    [InlineData("cast(now as int64)", 0, "no cast from Timestamp to Int64", "epoch_seconds(x)")]
    [InlineData("cast(quantity as boolean)", 0, "no cast from Int64 to Boolean", "x <> 0")]
    [InlineData("cast(quantity as timestamp)", 0, "no cast from Int64 to Timestamp", "a cast of a text")]
    public void A_mistake_is_told_with_its_place_and_its_remedy(string expression, int position, string problem, string remedy)
    {
        var fault = Should.Throw<ExpressionException>(() => Expression.Parse(expression).Bind(Rows.Schema));
        fault.Position.ShouldBe(position, fault.Message);
        fault.Expression.ShouldBe(expression);
        fault.Message.ShouldContain(problem, Case.Sensitive);
        fault.Message.ShouldContain(remedy, Case.Sensitive);
    }

    [Fact]
    public void The_message_shows_the_line_with_a_caret_below_the_place() =>
        Should.Throw<ExpressionException>(() => Expression.Parse("price > 1\n  and acton = 'view'").Bind(Rows.Schema)).Message.ShouldBe(
            "Expression, line 2, column 7: there is no field 'acton'. Did you mean 'action'?\n    and acton = 'view'\n        ^");

    [Fact]
    public void A_filter_that_is_no_condition_is_told_so() =>
        Should.Throw<ExpressionException>(() => Expression.Parse("quantity").Bind(Rows.Schema, ScalarType.Boolean))
            .Problem.ShouldBe("this is a Int64, and a Boolean is wanted here. Compare it, as in x <> 0.");

    [Fact]
    public void Two_fields_of_one_name_are_refused() =>
        Should.Throw<ArgumentException>(() => new RowSchema(new RowField("a", ScalarType.Int64), new RowField("a", ScalarType.Double)))
            .Message.ShouldContain("'a'");

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("not ", "is_new", "")]
    [InlineData("- ", "quantity", "")]
    [InlineData("abs(", "1", ")")]
    [InlineData("1 + (", "1", ")")]
    [InlineData("case when true then ", "1", " end")]
    [InlineData("cast(", "1", " as int64)")]
    [InlineData("", "quantity", " + 1")]
    [InlineData("", "quantity", " - 1 * 2")]
    public void What_is_deeper_than_the_limit_is_refused_and_never_overflows_the_stack(string before, string middle, string after)
    {
        var text = string.Concat(Enumerable.Repeat(before, 5_000)) + middle + string.Concat(Enumerable.Repeat(after, 5_000));
        Should.Throw<ExpressionException>(() => Expression.Parse(text[..Math.Min(text.Length, Expression.MaxLength)])).Message.ShouldContain("levels deep");
    }

    [Theory]
    [InlineData("(", "quantity", ")", 99)]
    [InlineData("abs(", "quantity", ")", 98)]
    [InlineData("sign(", "quantity", ")", 98)]
    [InlineData("floor(", "price", ")", 98)]
    [InlineData("clamp(1, ", "quantity", ", 3)", 48)]
    [InlineData("", "quantity", " - 1", 98)]
    public void What_is_as_deep_as_the_limit_is_computed_and_printed_in_proportion(string before, string middle, string after, int times)
    {
        var text = string.Concat(Enumerable.Repeat(before, times)) + middle + string.Concat(Enumerable.Repeat(after, times));
        var bound = Expression.Parse(text).Bind(Rows.Schema);
        bound.Compile()(Rows.Row("view", 1.5, 2)).IsNull.ShouldBeFalse();
        foreach (var dialect in Dialects.All)
            bound.ToSql(dialect).Length.ShouldBeLessThan(200 * text.Length, dialect.Name);
    }

    [Fact]
    public void A_long_chain_is_not_deep()
    {
        var text = string.Join(" or ", Enumerable.Range(0, 2_000).Select(i => $"quantity = {i}"));
        Expression.Parse(text).Bind(Rows.Schema).CompileFilter()(Rows.Row(null, null, 1_999)).ShouldBeTrue();
    }

    [Fact]
    public void A_longer_text_than_the_limit_is_refused() =>
        Should.Throw<ExpressionException>(() => Expression.Parse(new string(' ', Expression.MaxLength) + "1")).Message.ShouldContain("65537 characters");
}
