using System.Globalization;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Expressions.Binding;
using SmartKart.FeatureStore.Expressions.Evaluation;

namespace SmartKart.FeatureStore.Sql;

/// <summary>DuckDB. Its whole literals are as narrow as they can be, so they are cast; an error in TRY is NULL.</summary>
internal sealed class DuckDbDialect : SqlDialect
{
    public override string Name => "DuckDB";

    public override string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override string TypeName(ScalarType type) => type switch
    {
        ScalarType.Boolean => "BOOLEAN",
        ScalarType.Int64 => "BIGINT",
        ScalarType.Double => "DOUBLE",
        ScalarType.String => "VARCHAR",
        _ => "TIMESTAMP",
    };

    private protected override string Int64(long value) => $"CAST({value.ToString(CultureInfo.InvariantCulture)} AS BIGINT)";

    private protected override string Double(double value) => double.IsNegative(value) ? $"({Exponential(value)})" : Exponential(value);

    private protected override string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private protected override string Timestamp(string text) => $"TIMESTAMP '{text}'";

    // Its optimizer turns date_trunc(…, x) = constant into FALSE where the constant begins no unit, also where x is NULL: so it mustn't see one.
    internal override string DateTrunc(TimeUnit unit, string instant) => $"make_timestamp(epoch_us({Trunc(unit, instant)}))";

    // Before 1970 its own weeks don't begin on Mondays.
    internal override string DateDiff(TimeUnit unit, string from, string to) => unit == TimeUnit.Week
        ? $"(date_diff('day', {Trunc(unit, from)}, {Trunc(unit, to)}) // 7)"
        : $"date_diff('{unit.ToString().ToLowerInvariant()}', {from}, {to})";

    internal override string Pattern(LikePattern pattern)
    {
        var text = pattern.WithBackslash();
        return text.Contains('\\', StringComparison.Ordinal) ? $@"{Text(text)} ESCAPE '\'" : Text(text);
    }

    internal override string Call(Operation operation, string[] a) => operation switch
    {
        Operation.AddInt64 => $"TRY({a[0]} + {a[1]})",
        Operation.SubtractInt64 => $"TRY({a[0]} - {a[1]})",
        Operation.MultiplyInt64 => $"TRY({a[0]} * {a[1]})",
        // The least BIGINT by -1 is an error in 64 bits.
        Operation.ModuloInt64 => $"CAST(CAST({a[0]} AS HUGEINT) % {a[1]} AS BIGINT)",
        Operation.NegateInt64 => $"TRY(-{a[0]})",
        Operation.Elapsed => $"(epoch_us({a[0]}) - epoch_us({a[1]}))",
        Operation.EpochSeconds => $"(CAST(epoch_us({a[0]}) AS DOUBLE) / 1000000E0)",
        Operation.DoubleToInt64 => $"TRY_CAST(trunc({a[0]}) AS BIGINT)",
        Operation.TextToInt64 => $"TRY_CAST(regexp_extract({a[0]}, '{TextFunctions.Int64Pattern}') AS BIGINT)",
        Operation.TextToDouble => $"TRY_CAST(regexp_extract({a[0]}, '{TextFunctions.DoublePattern}') AS DOUBLE)",
        Operation.TextToTimestamp => $"TRY_CAST(regexp_extract({a[0]}, '{TimestampText.Pattern}', 1) AS TIMESTAMP)",
        // Joined to a NULL that it can see beforehand, a text is a NULL without a type to it.
        Operation.Concat => $"CAST({string.Join(" || ", a)} AS VARCHAR)",
        Operation.Length => $"length({a[0]})",
        Operation.Trim => $"trim({a[0]}, ' ')",
        Operation.TrimStart => $"ltrim({a[0]}, ' ')",
        Operation.TrimEnd => $"rtrim({a[0]}, ' ')",
        Operation.StartsWith => $"starts_with({a[0]}, {a[1]})",
        Operation.EndsWith => $"ends_with({a[0]}, {a[1]})",
        Operation.Contains => $"contains({a[0]}, {a[1]})",
        Operation.SplitPart => $"nullif(split_part({a[0]}, {a[1]}, {a[2]}), '')",
        Operation.Year => $"year({a[0]})",
        Operation.Month => $"month({a[0]})",
        Operation.Day => $"day({a[0]})",
        Operation.Hour => $"hour({a[0]})",
        Operation.Minute => $"minute({a[0]})",
        Operation.DayOfWeek => $"isodow({a[0]})",
        Operation.DayOfYear => $"dayofyear({a[0]})",
        Operation.AbsInt64 => $"TRY(abs({a[0]}))",
        Operation.SignInt64 => $"CAST(sign({a[0]}) AS BIGINT)",
        Operation.SignDouble => $"CAST(sign(nullif({a[0]}, 'nan'::DOUBLE)) AS BIGINT)",
        Operation.Sqrt => Finite($"TRY(sqrt({a[0]}))"),
        Operation.Exp => Finite($"exp({a[0]})"),
        Operation.Ln => Finite($"TRY(ln({a[0]}))"),
        Operation.Log10 => Finite($"TRY(log10({a[0]}))"),
        Operation.Pow => Finite($"pow({a[0]}, {a[1]})"),
        _ => Standard(operation, a),
    };

    private static string Trunc(TimeUnit unit, string instant) => $"date_trunc('{unit.ToString().ToLowerInvariant()}', {instant})";

    /// <summary>The lambda binds the number: nullif, like all that names a number twice, is planned as two of it, at every level.</summary>
    private static string Finite(string number) => $"list_transform([{number}], lambda v: CASE WHEN isfinite(v) THEN v END)[1]";
}
