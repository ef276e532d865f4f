using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Tests.Expressions;

/// <summary>What expressions mean: the table of rules, line by line. That DuckDB agrees is held by <see cref="ParityTests"/>.</summary>
public sealed class MeaningTests
{
    private static readonly DateTime Morning = new(2026, 3, 1, 6, 30, 15);

    [Theory]
    [InlineData("action = 'view'", true)]
    [InlineData("action <> 'view' or price > 10", true)]
    [InlineData("quantity in (1, 2, 3) and not is_new", true)]
    [InlineData("\"lines.sku\" like 'tea-%'", true)]
    [InlineData("lines.sku = 'tea-1'", true)]
    [InlineData("price * quantity", 25.0)]
    [InlineData("quantity / 4", 0.5)]
    [InlineData("-quantity % 3", -2L)]
    [InlineData("2 + 3 * 4 - 1", 13L)]
    [InlineData("(2 + 3) * 4", 20L)]
    [InlineData("- 5 - -3", -2L)]
    [InlineData("not is_new and quantity between 1 and 3 or false", true)]
    [InlineData("action || '-' || cast(quantity as string)", "view-2")]
    [InlineData("case when quantity > 1 then 'many' else 'one' end", "many")]
    [InlineData("case action when 'cart' then 1 when 'view' then 2 end", 2L)]
    [InlineData("if(is_new, price, quantity)", 2.0)]
    [InlineData("clamp(quantity, 5, 9)", 5L)]
    [InlineData("CASE WHEN TRUE THEN 1 END", 1L)]
    public void A_row_is_read_by_the_usual_rules_of_SQL(string expression, object expected) =>
        Rows.Evaluate(expression, "view", 12.5, 2, false, Morning, Morning.AddDays(2), "tea-1").ShouldBe(expected);

    [Theory]
    [InlineData("price > 1", null)]
    [InlineData("price > 1 and false", false)]
    [InlineData("price > 1 or true", true)]
    [InlineData("price > 1 or false", null)]
    [InlineData("not (price > 1)", null)]
    [InlineData("price is null", true)]
    [InlineData("price is not null", false)]
    [InlineData("price is distinct from 1", true)]
    [InlineData("price is not distinct from null", true)]
    [InlineData("1 in (2, null)", null)]
    [InlineData("1 in (1, null)", true)]
    [InlineData("1 not in (2, null)", null)]
    [InlineData("5 between 7 and quantity", false)]
    [InlineData("5 between 3 and quantity", null)]
    [InlineData("action like '%'", null)]
    [InlineData("coalesce(quantity, 7)", 7L)]
    [InlineData("coalesce(quantity, 0.5)", 0.5)]
    [InlineData("greatest(quantity, 3, 4)", 4L)]
    [InlineData("least(quantity, null, 3)", 3L)]
    [InlineData("least(quantity, quantity)", null)]
    [InlineData("'a' || action", null)]
    [InlineData("nullif(1, 1)", null)]
    [InlineData("nullif(1, quantity)", 1L)]
    [InlineData("if(is_new, 1, 2)", 2L)]
    public void A_null_is_unknown(string expression, object? expected) => Rows.Evaluate(expression).ShouldBe(expected);

    [Theory]
    [InlineData("9223372036854775807 + 1", null)]
    [InlineData("-9223372036854775808 - 1", null)]
    [InlineData("9223372036854775807 * 2", null)]
    [InlineData("-(-9223372036854775808)", null)]
    [InlineData("abs(-9223372036854775808)", null)]
    [InlineData("-9223372036854775808 % -1", 0L)]
    [InlineData("-9223372036854775808 * -1", null)]
    [InlineData("7 % 0", null)]
    [InlineData("7 / 0", null)]
    [InlineData("1.5 / -0.0", null)]
    [InlineData("1e308 * 10", double.PositiveInfinity)]
    [InlineData("sqrt(-1)", null)]
    [InlineData("ln(0)", null)]
    [InlineData("exp(1000)", null)]
    [InlineData("pow(-8, 0.5)", null)]
    [InlineData("pow(0, -1)", null)]
    [InlineData("pow(2, 10)", 1024.0)]
    [InlineData("sign(-0.5)", -1L)]
    [InlineData("sign(7)", 1L)]
    [InlineData("round(2.5)", 3.0)]
    [InlineData("round(-2.5)", -3.0)]
    [InlineData("round(0.49999999999999994)", 0.0)]
    [InlineData("floor(-0.5)", -1.0)]
    [InlineData("ceil(0.5)", 1.0)]
    public void Numbers_have_an_answer_or_none_but_never_fail(string expression, object? expected) => Rows.Evaluate(expression).ShouldBe(expected);

    [Fact]
    public void NaN_equals_itself_and_comes_after_infinity()
    {
        string[] truths = ["price = price", "price > 1e308 * 10", "price is not distinct from price", "greatest(price, 1) = price", "least(price, 1) = 1"];
        foreach (var holds in truths)
            Rows.Evaluate(holds, null, double.NaN).ShouldBe(true, holds);
        Rows.Evaluate("price < 1", null, double.NaN).ShouldBe(false);
        Rows.Evaluate("sign(price)", null, double.NaN).ShouldBeNull();
        Rows.Evaluate("price = 0", null, -0.0).ShouldBe(true);
    }

    [Theory]
    [InlineData("cast('42' as int64)", 42L)]
    [InlineData("cast('-42' as int64)", -42L)]
    [InlineData("cast('+42' as int64)", null)]
    [InlineData("cast(' 42' as int64)", null)]
    [InlineData("cast('4e2' as int64)", null)]
    [InlineData("cast('' as int64)", null)]
    [InlineData("cast('-' as int64)", null)]
    [InlineData("cast('9223372036854775808' as int64)", null)]
    [InlineData("cast('1.50' as double)", 1.5)]
    [InlineData("cast('1.' as double)", null)]
    [InlineData("cast('.5' as double)", null)]
    [InlineData("cast('nan' as double)", null)]
    [InlineData("cast('1.5x' as double)", null)]
    [InlineData("cast(1.9 as int64)", 1L)]
    [InlineData("cast(-1.9 as int64)", -1L)]
    [InlineData("cast(9223372036854775807e0 as int64)", null)]
    [InlineData("cast(true as double)", 1.0)]
    [InlineData("cast(true as string)", "true")]
    [InlineData("cast(null as int64)", null)]
    [InlineData("cast('1970-01-01 00:00:01' as timestamp) - timestamp '1970-01-01'", 1_000_000L)]
    [InlineData("cast('1970-01-01T00:00:00.25Z' as timestamp) - timestamp '1970-01-01'", 250_000L)]
    [InlineData("cast('1970-01-01' as timestamp)", null)]
    [InlineData("cast('2026-02-29 00:00:00' as timestamp)", null)]
    [InlineData("cast('2026-01-01 24:00:00' as timestamp)", null)]
    [InlineData("cast('2026-01-01 00:00:00.' as timestamp)", null)]
    public void A_cast_of_what_is_not_written_as_the_type_is_null(string expression, object? expected) => Rows.Evaluate(expression).ShouldBe(expected);

    [Theory]
    [InlineData("length('na\u00efve \U0001F6D2')", 7L)]
    [InlineData("substr('a\U0001F6D2bc', 2, 2)", "\U0001F6D2b")]
    [InlineData("substr('abc', 2)", "bc")]
    [InlineData("substr('abc', 9)", "")]
    [InlineData("left('\U0001F6D2ab', 1)", "\U0001F6D2")]
    [InlineData("right('ab\U0001F6D2', 2)", "b\U0001F6D2")]
    [InlineData("right('ab', 5)", "ab")]
    [InlineData("'\uFF61' < '\U0001F6D2'", true)]
    [InlineData("lower('ABC\u00c9')", "abc\u00c9")]
    [InlineData("upper('abc\u00e9')", "ABC\u00e9")]
    [InlineData("trim('  a b ')", "a b")]
    [InlineData("ltrim('\ta')", "\ta")]
    [InlineData("replace('aaa', 'a', 'ba')", "bababa")]
    [InlineData("replace('abc', '', 'x')", "abc")]
    [InlineData("split_part('a,b,,d', ',', 2)", "b")]
    [InlineData("split_part('a,b,,d', ',', 3)", null)]
    [InlineData("split_part('a,b,,d', ',', 9)", null)]
    [InlineData("contains('abc', 'bc') and starts_with('abc', '') and ends_with('abc', 'c')", true)]
    [InlineData("concat('a', 'b', 'c')", "abc")]
    [InlineData("'it''s'", "it's")]
    public void Texts_are_sequences_of_code_points(string expression, object? expected) => Rows.Evaluate(expression).ShouldBe(expected);

    [Theory]
    [InlineData("'tea' like 'tea'", true)]
    [InlineData("'tea' like 't%'", true)]
    [InlineData("'tea' like '%a'", true)]
    [InlineData("'tea' like '%e%'", true)]
    [InlineData("'tea' like 't_a'", true)]
    [InlineData("'tea' like '__'", false)]
    [InlineData("'Tea' like 'tea'", false)]
    [InlineData("'' like '%'", true)]
    [InlineData("'' like '_'", false)]
    [InlineData("'\U0001F6D2' like '_'", true)]
    [InlineData("'\U0001F6D2' like '__'", false)]
    [InlineData("'50%' like '50\\%' escape '\\'", true)]
    [InlineData("'50x' like '50\\%' escape '\\'", false)]
    [InlineData("'a\\b' like 'a\\b'", true)]
    [InlineData("'a!b' like 'a!!b' escape '!'", true)]
    [InlineData("'aXbXc' like '%X%Xc'", true)]
    [InlineData("'aaaaaaaaaaaaaaaaaaaaab' like '%a%a%a%a%a%a%a%a%c'", false)]
    [InlineData("'tea' not like 't%'", false)]
    public void A_pattern_is_matched_whole(string expression, bool expected) => Rows.Evaluate(expression).ShouldBe(expected);

    [Theory]
    [InlineData("year(last_at)", 1969L)]
    [InlineData("month(last_at)", 12L)]
    [InlineData("day(last_at)", 31L)]
    [InlineData("hour(last_at)", 23L)]
    [InlineData("minute(last_at)", 59L)]
    [InlineData("day_of_week(last_at)", 3L)]
    [InlineData("day_of_year(last_at)", 365L)]
    [InlineData("epoch_seconds(last_at)", -0.000001)]
    [InlineData("date_diff('day', last_at, timestamp '1970-01-01')", 1L)]
    [InlineData("date_diff('week', timestamp '2026-11-22', timestamp '2026-11-23')", 1L)]
    [InlineData("date_diff('month', timestamp '2026-03-01', timestamp '2025-12-31')", -3L)]
    [InlineData("date_diff('quarter', timestamp '2026-03-31', timestamp '2026-04-01')", 1L)]
    [InlineData("date_trunc('hour', last_at) = timestamp '1969-12-31 23:00:00'", true)]
    [InlineData("date_trunc('week', last_at) = timestamp '1969-12-29'", true)]
    [InlineData("date_trunc('month', last_at) = timestamp '1969-12-01'", true)]
    [InlineData("date_trunc('quarter', last_at) = timestamp '1969-10-01'", true)]
    [InlineData("date_trunc('year', last_at) = timestamp '1969-01-01'", true)]
    [InlineData("seconds(now - last_at)", 5400.000001)]
    [InlineData("hours(now - date_trunc('day', now))", 1.5)]
    [InlineData("minutes(now - date_trunc('day', now))", 90.0)]
    [InlineData("days(timestamp '2026-01-02' - timestamp '2026-01-01')", 1.0)]
    public void Instants_are_UTC_and_floored_before_1970(string expression, object expected) => Rows.Evaluate(
        expression, null, null, null, null, DateTime.UnixEpoch.AddMicroseconds(-1), DateTime.UnixEpoch.AddMinutes(90)).ShouldBe(expected);

    [Fact]
    public void Every_day_of_800_years_has_the_parts_that_NETs_calendar_gives()
    {
        var parts = Expression.Parse("year(last_at) * 10000 + month(last_at) * 100 + day(last_at)").Bind(Rows.Schema).Compile();
        var days = Expression.Parse("day_of_year(last_at) * 10 + day_of_week(last_at)").Bind(Rows.Schema).Compile();
        for (var day = new DateTime(1600, 1, 1, 23, 59, 59); day.Year < 2400; day = day.AddDays(1))
        {
            var row = Rows.Row(null, null, null, null, day);
            parts(row).Int64.ShouldBe((day.Year * 10_000) + (day.Month * 100) + day.Day);
            days(row).Int64.ShouldBe((day.DayOfYear * 10) + (day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek));
        }
    }

    [Fact]
    public void A_filter_takes_null_for_no()
    {
        var filter = Expression.Parse("action = 'view'").Bind(Rows.Schema, ScalarType.Boolean).CompileFilter();
        filter(Rows.Row("view")).ShouldBeTrue();
        filter(Rows.Row("cart")).ShouldBeFalse();
        filter(Rows.Row([null])).ShouldBeFalse();
    }

    [Fact]
    public void A_bound_expression_knows_its_type_whether_it_may_be_null_and_what_it_reads()
    {
        var bound = Expression.Parse("coalesce(price, 0) * quantity + price").Bind(Rows.Schema);
        (bound.Type, bound.IsNullable).ShouldBe((ScalarType.Double, true));
        bound.Fields.Select(field => field.Name).ShouldBe(["price", "quantity"]);
        Expression.Parse("coalesce(price, 0) * 2").Bind(Rows.Schema).IsNullable.ShouldBeFalse();
        Expression.Parse("length('a') + 1").Bind(Rows.Schema).IsNullable.ShouldBeTrue();        // a sum may not fit
        Expression.Parse("hours(now - now)").Bind(Rows.Schema).IsNullable.ShouldBeFalse();
    }

    [Fact]
    public void A_typed_function_says_null_by_its_result()
    {
        var seconds = Expression.Parse("seconds(now - last_at)").Bind(Rows.Schema).Compile<double>();
        seconds(Rows.Row(null, null, null, null, Morning, Morning.AddMinutes(1)), out var value).ShouldBeTrue();
        value.ShouldBe(60);
        seconds(Rows.Row(null, null, null, null, null, Morning), out _).ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => Expression.Parse("price").Bind(Rows.Schema).Compile<long>()).Message.ShouldContain("'price' is a Double");
        Should.Throw<InvalidOperationException>(() => Expression.Parse("price").Bind(Rows.Schema).CompileFilter()).Message.ShouldContain("Boolean");
    }

    [Fact]
    public void An_Int64_is_widened_where_a_Double_is_wanted()
    {
        var bound = Expression.Parse("quantity").Bind(Rows.Schema, ScalarType.Double);
        bound.Type.ShouldBe(ScalarType.Double);
        bound.Compile()(Rows.Row(null, null, 3)).Double.ShouldBe(3);
    }
}
