using System.Globalization;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Expressions.Binding;
using SmartKart.FeatureStore.Expressions.Evaluation;

namespace SmartKart.FeatureStore.Sql;

/// <summary>Spark SQL, with or without ANSI mode. Its parts of dates are 32 bits wide and its backslashes escape.</summary>
internal sealed class SparkSqlDialect : SqlDialect
{
    public override string Name => "Spark SQL";

    public override string Identifier(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    public override string TypeName(ScalarType type) => type switch
    {
        ScalarType.Boolean => "BOOLEAN",
        ScalarType.Int64 => "BIGINT",
        ScalarType.Double => "DOUBLE",
        ScalarType.String => "STRING",
        _ => "TIMESTAMP",
    };

    private protected override string Int64(long value) => value < 0 ? $"({Whole(value)})" : Whole(value);

    private protected override string Double(double value) => double.IsNegative(value) ? $"({Exponential(value)}D)" : $"{Exponential(value)}D";

    private protected override string Text(string value) =>
        $"'{value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";

    private protected override string Timestamp(string text) => $"TIMESTAMP '{text}Z'";

    internal override string DateTrunc(TimeUnit unit, string instant) => $"date_trunc('{unit.ToString().ToUpperInvariant()}', {instant})";

    // It counts whole units; between the beginnings of units that is the number of boundaries.
    internal override string DateDiff(TimeUnit unit, string from, string to) =>
        $"timestampdiff({unit.ToString().ToUpperInvariant()}, {DateTrunc(unit, from)}, {DateTrunc(unit, to)})";

    internal override string Pattern(LikePattern pattern) => Text(pattern.WithBackslash());

    internal override string Call(Operation operation, string[] a) => operation switch
    {
        Operation.AddInt64 => $"try_add({a[0]}, {a[1]})",
        Operation.SubtractInt64 => $"try_subtract({a[0]}, {a[1]})",
        Operation.MultiplyInt64 => $"try_multiply({a[0]}, {a[1]})",
        Operation.ModuloInt64 => $"({a[0]} % nullif({a[1]}, 0L))",
        Operation.NegateInt64 => $"try_subtract(0L, {a[0]})",
        Operation.Elapsed => $"(unix_micros({a[0]}) - unix_micros({a[1]}))",
        Operation.EpochSeconds => $"(CAST(unix_micros({a[0]}) AS DOUBLE) / 1000000E0D)",
        // 2⁶³ is the one Double that its cast takes for the greatest BIGINT.
        Operation.DoubleToInt64 => $"try_cast(nullif({a[0]}, 9.223372036854775808E18D) AS BIGINT)",
        Operation.TextToInt64 => $"try_cast({Extract(a[0], TextFunctions.Int64Pattern, 0)} AS BIGINT)",
        Operation.TextToDouble => $"try_cast({Extract(a[0], TextFunctions.DoublePattern, 0)} AS DOUBLE)",
        Operation.TextToTimestamp => $"try_cast(({Extract(a[0], TimestampText.Pattern, 1)} || 'Z') AS TIMESTAMP)",
        Operation.Length => $"CAST(char_length({a[0]}) AS BIGINT)",
        Operation.Trim => $"trim({a[0]})",
        Operation.TrimStart => $"ltrim({a[0]})",
        Operation.TrimEnd => $"rtrim({a[0]})",
        Operation.StartsWith => $"startswith({a[0]}, {a[1]})",
        Operation.EndsWith => $"endswith({a[0]}, {a[1]})",
        Operation.Contains => $"contains({a[0]}, {a[1]})",
        Operation.SplitPart => $"nullif(split_part({a[0]}, {a[1]}, {a[2]}), '')",
        Operation.Year => $"CAST(year({a[0]}) AS BIGINT)",
        Operation.Month => $"CAST(month({a[0]}) AS BIGINT)",
        Operation.Day => $"CAST(day({a[0]}) AS BIGINT)",
        Operation.Hour => $"CAST(hour({a[0]}) AS BIGINT)",
        Operation.Minute => $"CAST(minute({a[0]}) AS BIGINT)",
        Operation.DayOfWeek => $"CAST(weekday({a[0]}) + 1 AS BIGINT)",
        Operation.DayOfYear => $"CAST(dayofyear({a[0]}) AS BIGINT)",
        Operation.AbsInt64 => $"abs(nullif({a[0]}, {Int64(long.MinValue)}))",
        Operation.SignInt64 => $"CAST(signum({a[0]}) AS BIGINT)",
        Operation.SignDouble => $"CAST(signum(nullif({a[0]}, double('NaN'))) AS BIGINT)",
        Operation.Ceil or Operation.Floor => Whole(operation, a[0]),
        Operation.Round => $"round({a[0]}, 0)",
        Operation.Sqrt => Finite($"sqrt({a[0]})"),
        Operation.Exp => Finite($"exp({a[0]})"),
        Operation.Ln => Finite($"ln({a[0]})"),
        Operation.Log10 => Finite($"log10({a[0]})"),
        Operation.Pow => Finite($"pow({a[0]}, {a[1]})"),
        _ => Standard(operation, a),
    };

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture) + "L";

    /// <summary>
    /// Its ceil and floor give a BIGINT, which large Doubles don't fit; from 2⁵² on a Double is whole anyway. The lambda is there because the
    /// argument is named three times.
    /// </summary>
    private static string Whole(Operation operation, string number) =>
        $"transform(array({number}), v -> if(abs(v) < 4503599627370496E0D, CAST({operation.ToString().ToLowerInvariant()}(v) AS DOUBLE), v))[0]";

    // NaN comes after infinity.
    private static string Finite(string number) => $"transform(array({number}), v -> if(abs(v) < double('Infinity'), v, NULL))[0]";

    /// <summary>In Java's expressions the dollar also stands before a last line break; <c>\z</c> does not.</summary>
    private string Extract(string text, string pattern, int group) => $"regexp_extract({text}, {Text(pattern[..^1] + @"\z")}, {group})";
}
