using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Tests.Expressions;

/// <summary>Writes random expressions that are well typed, over fields <c>b1 i1 d1 s1 t1</c> and <c>b2 i2 d2 s2 t2</c>, and full of edge values.</summary>
internal sealed class ExpressionGenerator(Random random)
{
    public static readonly string[] Int64s =
        ["0", "1", "-1", "2", "7", "-13", "100", "2147483647", "3000000000", "9223372036854775807", "-9223372036854775808", "4503599627370497"];

    public static readonly string[] Doubles =
        ["0.0", "-0.0", "0.1", "1.5", "-2.5", "0.49999999999999994", "1e308", "-1e308", "5e-324", "4503599627370495.5", "9.223372036854775807e18", "1e22"];

    public static readonly string[] Texts =
        ["", "a", "abc", "ABC", "naïve", "É", "\U0001F6D2", "a\U0001F6D2b", "\uFF61", "%", "_", "a\\b", "it''s",
         " a ", "\ta", "42", "-7", "007", "1.5", "-0.0",
         "9223372036854775808", "1e5", "+1", "2026-01-31 12:00:00", "1969-02-29 00:00:00", "0001-01-01T00:00:00.5Z", "A,b,,c", "view", "line\nbreak", "42\n"];

    public static readonly string[] Instants =
        ["0001-01-01", "1600-02-29 23:59:59", "1969-12-31 23:59:59.999999", "1970-01-01", "1970-01-04", "2024-02-29 12:00:00.5",
         "2026-11-21 23:00:00", "9999-12-31 23:59:59.999999"];

    private static readonly string[] Units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];
    private static readonly string[] Patterns =
        ["%", "a%", "%a", "%a%", "_", "__", "a_c", "%_%", "", "abc", "\U0001F6D2", "%\U0001F6D2_", "\\%", "a\\\\b", "_\\_", "%b%c"];
    private static readonly string[] Comparisons = ["=", "<>", "<", "<=", ">", ">="];

    /// <summary>An expression of a type.</summary>
    /// <param name="type">Of its value.</param>
    /// <param name="depth">How deep at most.</param>
    public string Of(ScalarType type, int depth)
    {
        if (depth <= 0 || random.Next(10) == 0) return Leaf(type);
        if (random.Next(6) == 0) return Choice(type, depth - 1);
        return type switch
        {
            ScalarType.Boolean => Condition(depth - 1),
            ScalarType.Int64 => Whole(depth - 1),
            ScalarType.Double => Number(depth - 1),
            ScalarType.String => Text(depth - 1),
            _ => $"date_trunc('{Any(Units)}', {Of(ScalarType.Timestamp, depth - 1)})",
        };
    }

    /// <summary>A function that the engines compute to their last digits but one: only ever outermost.</summary>
    public string Transcendental(int depth)
    {
        var argument = Of(ScalarType.Double, depth);
        return Any("exp", "ln", "log10", "pow") is not "pow" and var function ? $"{function}({argument})" : $"pow({argument}, {Of(ScalarType.Double, depth)})";
    }

    private string Leaf(ScalarType type)
    {
        if (random.Next(3) > 0) return Any("bidst"[(int)type] + "1", "bidst"[(int)type] + "2");
        if (random.Next(12) == 0) return $"cast(null as {type})";
        return type switch
        {
            ScalarType.Boolean => Any("true", "false"),
            ScalarType.Int64 => Any(Int64s),
            ScalarType.Double => Any(Doubles),
            ScalarType.String => $"'{Any(Texts)}'",
            _ => $"timestamp '{Any(Instants)}'",
        };
    }

    private string Choice(ScalarType type, int depth)
    {
        string X() => Of(type, depth);
        var other = AnyType();
        return random.Next(8) switch
        {
            0 => $"case when {Of(ScalarType.Boolean, depth)} then {X()} when {Of(ScalarType.Boolean, depth)} then {X()} end",
            1 => $"if({Of(ScalarType.Boolean, depth)}, {X()}, {X()})",
            2 => $"case {Of(other, depth)} when {Literal(other)} then {X()} when {Literal(other)} then null else {X()} end",
            3 => $"coalesce({X()}, {X()})",
            4 => $"nullif({X()}, {X()})",
            5 => $"greatest({X()}, {X()}, {X()})",
            6 => $"least({X()}, {X()})",
            _ => $"clamp({X()}, {X()}, {X()})",
        };
    }

    private string Condition(int depth)
    {
        var type = AnyType();
        string X() => Of(type, depth);
        string B() => Of(ScalarType.Boolean, depth);
        string S() => Of(ScalarType.String, depth);
        var not = Any("", "not ");
        return random.Next(12) switch
        {
            0 => $"({B()} and {B()} and {B()})",
            1 => $"({B()} or {B()})",
            2 => $"(not {B()})",
            3 => $"({X()} is {not}null)",
            4 => $"({X()} is {not}distinct from {X()})",
            5 => $"({X()} {not}in ({Literal(type)}, {Literal(type)}, {Any(Literal(type), "null")}))",
            6 => $"({X()} {not}between {X()} and {X()})",
            7 => $"({S()} {not}like '{Any(Patterns)}' escape '\\')",
            8 => $"{Any("starts_with", "ends_with", "contains")}({S()}, {S()})",
            9 => $"({Of(ScalarType.Int64, depth)} {Any(Comparisons)} {Of(ScalarType.Double, depth)})",
            _ => $"({X()} {Any(Comparisons)} {X()})",
        };
    }

    private string Whole(int depth)
    {
        string I() => Of(ScalarType.Int64, depth);
        string T() => Of(ScalarType.Timestamp, depth);
        return random.Next(12) switch
        {
            0 or 1 or 2 => $"({I()} {Any("+", "-", "*", "%")} {I()})",
            3 => $"(-({I()}))",
            4 => $"abs({I()})",
            5 => $"sign({Any(I(), Of(ScalarType.Double, depth))})",
            6 => $"length({Of(ScalarType.String, depth)})",
            7 => $"{Any("year", "month", "day", "hour", "minute", "day_of_week", "day_of_year")}({T()})",
            8 => $"date_diff('{Any(Units)}', {T()}, {T()})",
            9 => $"({T()} - {T()})",
            10 => $"mod({I()}, {I()})",
            _ => $"cast({Of(Any(ScalarType.Boolean, ScalarType.Double, ScalarType.String), depth)} as int64)",
        };
    }

    private string Number(int depth)
    {
        string D() => Of(ScalarType.Double, depth);
        return random.Next(10) switch
        {
            0 or 1 or 2 => $"({D()} {Any("+", "-", "*", "/")} {D()})",
            3 => $"({Of(ScalarType.Int64, depth)} {Any("+", "-", "*", "/")} {D()})",
            4 => $"({Of(ScalarType.Int64, depth)} / {Of(ScalarType.Int64, depth)})",
            5 => $"(-({D()}))",
            6 => $"{Any("abs", "ceil", "floor", "round", "sqrt")}({D()})",
            7 => $"{Any("seconds", "minutes", "hours", "days")}({Of(ScalarType.Timestamp, depth)} - {Of(ScalarType.Timestamp, depth)})",
            8 => $"epoch_seconds({Of(ScalarType.Timestamp, depth)})",
            _ => $"cast({Of(Any(ScalarType.Boolean, ScalarType.Int64, ScalarType.String), depth)} as double)",
        };
    }

    private string Text(int depth)
    {
        string S() => Of(ScalarType.String, depth);
        return random.Next(9) switch
        {
            0 => $"({S()} || {S()})",
            1 => $"concat({S()}, {S()}, {S()})",
            2 => $"{Any("lower", "upper", "trim", "ltrim", "rtrim")}({S()})",
            3 => $"substr({S()}, {1 + random.Next(4)})",
            4 => $"substr({S()}, {1 + random.Next(4)}, {random.Next(4)})",
            5 => $"{Any("left", "right")}({S()}, {random.Next(4)})",
            6 => $"replace({S()}, {S()}, {S()})",
            7 => $"split_part({S()}, '{Any(",", "a", "b,", "\U0001F6D2")}', {1 + random.Next(4)})",
            _ => $"cast({Of(Any(ScalarType.Boolean, ScalarType.Int64), depth)} as string)",
        };
    }

    private string Literal(ScalarType type) => type switch
    {
        ScalarType.Boolean => Any("true", "false"),
        ScalarType.Int64 => Any(Int64s),
        ScalarType.Double => Any(Doubles),
        ScalarType.String => $"'{Any(Texts)}'",
        _ => $"timestamp '{Any(Instants)}'",
    };

    private ScalarType AnyType() => (ScalarType)random.Next(5);

    private T Any<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
