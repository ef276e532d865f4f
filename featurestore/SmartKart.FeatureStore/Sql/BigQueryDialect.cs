using System.Globalization;
using System.Text;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Expressions.Binding;
using SmartKart.FeatureStore.Expressions.Evaluation;

namespace SmartKart.FeatureStore.Sql;

/// <summary>
/// BigQuery. Its arithmetic fails rather than give infinity, and SAFE makes that NULL; its NaN equals nothing, so comparisons of Doubles say
/// more. What has to be named twice is bound by a subquery over one row, or the text would double at every level.
/// </summary>
internal sealed class BigQueryDialect : SqlDialect
{
    public override string Name => "BigQuery";

    public override string Identifier(string name) => $"`{name.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("`", @"\`", StringComparison.Ordinal)}`";

    public override string TypeName(ScalarType type) => type switch
    {
        ScalarType.Boolean => "BOOL",
        ScalarType.Int64 => "INT64",
        ScalarType.Double => "FLOAT64",
        ScalarType.String => "STRING",
        _ => "TIMESTAMP",
    };

    private protected override string Int64(long value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return value < 0 ? $"({text})" : text;
    }

    private protected override string Double(double value) => double.IsNegative(value) ? $"({Exponential(value)})" : Exponential(value);

    private protected override string Text(string value)
    {
        var text = new StringBuilder("'");
        foreach (var character in value)
        {
            if (character is '\\' or '\'') text.Append('\\').Append(character);
            else if (char.IsControl(character)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else text.Append(character);
        }
        return text.Append('\'').ToString();
    }

    private protected override string Timestamp(string text) => $"TIMESTAMP '{text}+00'";

    internal override string DateTrunc(TimeUnit unit, string instant) => $"TIMESTAMP_TRUNC({instant}, {Unit(unit)}, 'UTC')";

    // TIMESTAMP_DIFF counts whole units, DATE_DIFF boundaries.
    internal override string DateDiff(TimeUnit unit, string from, string to) => unit < TimeUnit.Day
        ? $"TIMESTAMP_DIFF({DateTrunc(unit, to)}, {DateTrunc(unit, from)}, {Unit(unit)})"
        : $"DATE_DIFF(DATE({to}, 'UTC'), DATE({from}, 'UTC'), {Unit(unit)})";

    internal override string Pattern(LikePattern pattern) => Text(pattern.WithBackslash());

    internal override string Compare(ComparisonNode node, Operand left, Operand right) => NaNOrder.Matters(node.Comparison, left, right)
        ? NaNOrder.Bind(NaNOrder.Compare, node.Comparison, left, right)
        : base.Compare(node, left, right);

    internal override string Between(Operand operand, Operand low, Operand high, string not) =>
        // Beside literals NaN is in no range, here as in the language.
        operand.Node.Type != ScalarType.Double || (low.IsValue && high.IsValue)
            ? base.Between(operand, low, high, not)
            : not.Length == 0 ? NaNOrder.Between(operand, low, high) : $"({not}{NaNOrder.Between(operand, low, high)})";

    internal override string NullIf(Operand value, Operand unwanted) => NaNOrder.Matters(Comparison.Equal, value, unwanted)
        ? NaNOrder.Bind((_, left, right) => $"IF({NaNOrder.Compare(Comparison.Equal, left, right)}, NULL, {left})", Comparison.Equal, value, unwanted)
        : base.NullIf(value, unwanted);

    // GREATEST and LEAST are NULL where any value is; NaN is both the greatest and the least to them.
    internal override string Extreme(ExtremeNode node, string[] values)
    {
        var direction = node.IsGreatest ? " DESC" : "";
        var order = node.Type == ScalarType.Double ? $"IS_NAN(v){direction}, v{direction}" : $"v{direction}";
        return $"(SELECT v FROM UNNEST([{string.Join(", ", values)}]) AS v WHERE v IS NOT NULL ORDER BY {order} LIMIT 1)";
    }

    internal override string Call(Operation operation, string[] a) => operation switch
    {
        Operation.AddInt64 or Operation.AddDouble => $"SAFE_ADD({a[0]}, {a[1]})",
        Operation.SubtractInt64 or Operation.SubtractDouble => $"SAFE_SUBTRACT({a[0]}, {a[1]})",
        Operation.MultiplyInt64 or Operation.MultiplyDouble => $"SAFE_MULTIPLY({a[0]}, {a[1]})",
        Operation.DivideDouble => $"SAFE_DIVIDE({a[0]}, {a[1]})",
        Operation.ModuloInt64 => $"MOD({a[0]}, NULLIF({a[1]}, 0))",
        Operation.NegateInt64 => $"SAFE_NEGATE({a[0]})",
        Operation.Elapsed => $"TIMESTAMP_DIFF({a[0]}, {a[1]}, MICROSECOND)",
        Operation.EpochSeconds => $"(CAST(UNIX_MICROS({a[0]}) AS FLOAT64) / 1000000E0)",
        Operation.DoubleToInt64 => $"SAFE_CAST(TRUNC({a[0]}) AS INT64)",
        Operation.TextToInt64 => $"SAFE_CAST(REGEXP_EXTRACT({a[0]}, '{TextFunctions.Int64Pattern}') AS INT64)",
        Operation.TextToDouble => $"SAFE_CAST(REGEXP_EXTRACT({a[0]}, '{TextFunctions.DoublePattern}') AS FLOAT64)",
        Operation.TextToTimestamp => $"SAFE_CAST((REGEXP_EXTRACT({a[0]}, '{TimestampText.Pattern}') || '+00') AS TIMESTAMP)",
        Operation.Length => $"CHAR_LENGTH({a[0]})",
        Operation.Trim => $"TRIM({a[0]}, ' ')",
        Operation.TrimStart => $"LTRIM({a[0]}, ' ')",
        Operation.TrimEnd => $"RTRIM({a[0]}, ' ')",
        Operation.StartsWith => $"STARTS_WITH({a[0]}, {a[1]})",
        Operation.EndsWith => $"ENDS_WITH({a[0]}, {a[1]})",
        Operation.Contains => $"(STRPOS({a[0]}, {a[1]}) > 0)",
        Operation.SplitPart => $"NULLIF(SPLIT({a[0]}, {a[1]})[SAFE_ORDINAL({a[2]})], '')",
        Operation.Year or Operation.Month or Operation.Day or Operation.Hour or Operation.Minute or Operation.DayOfYear =>
            $"EXTRACT({operation.ToString().ToUpperInvariant()} FROM DATETIME({a[0]}, 'UTC'))",
        // From Sunday = 1 to Monday = 1.
        Operation.DayOfWeek => $"(MOD(EXTRACT(DAYOFWEEK FROM DATETIME({a[0]}, 'UTC')) + 5, 7) + 1)",
        Operation.AbsInt64 => $"SAFE.ABS({a[0]})",
        Operation.SignInt64 => $"SIGN({a[0]})",
        Operation.SignDouble => $"SAFE_CAST(SIGN({a[0]}) AS INT64)",
        Operation.Sqrt => Finite($"SAFE.SQRT({a[0]})"),
        Operation.Exp => Finite($"SAFE.EXP({a[0]})"),
        Operation.Ln => Finite($"SAFE.LN({a[0]})"),
        Operation.Log10 => Finite($"SAFE.LOG10({a[0]})"),
        Operation.Pow => Finite($"SAFE.POW({a[0]}, {a[1]})"),
        _ => Standard(operation, a),
    };

    private static string Finite(string number) => $"(SELECT IF(IS_NAN(v) OR IS_INF(v), NULL, v) FROM UNNEST([{number}]) AS v)";

    private static string Unit(TimeUnit unit) => unit == TimeUnit.Week ? "WEEK(MONDAY)" : unit.ToString().ToUpperInvariant();
}
