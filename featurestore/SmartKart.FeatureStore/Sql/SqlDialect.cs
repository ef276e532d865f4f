using System.Diagnostics;
using System.Globalization;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Expressions.Binding;

namespace SmartKart.FeatureStore.Sql;

/// <summary>
/// How one SQL engine writes things: names, types, literals and operations. Above it everything is generated once for all. What it writes for
/// an operation is an operand: a call, or in parentheses. Immutable.
/// </summary>
public abstract class SqlDialect
{
    private const string UpperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string LowerLetters = "abcdefghijklmnopqrstuvwxyz";

    private protected SqlDialect() { }

    /// <summary>DuckDB 1.5 and later.</summary>
    public static SqlDialect DuckDb { get; } = new DuckDbDialect();

    /// <summary>Spark SQL 3.5 and later, whose session time zone must be UTC (<c>spark.sql.session.timeZone</c>).</summary>
    public static SqlDialect SparkSql { get; } = new SparkSqlDialect();

    /// <summary>BigQuery's GoogleSQL.</summary>
    public static SqlDialect BigQuery { get; } = new BigQueryDialect();

    /// <summary>The engine's name, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>A name in the dialect's quotes, whatever it is.</summary>
    public abstract string Identifier(string name);

    /// <summary>A path of names joined by points, each in quotes.</summary>
    public string Path(string path) => string.Join('.', path.Split('.').Select(Identifier));

    /// <summary>The type that stands for one of the language's. A field must be of it exactly.</summary>
    public abstract string TypeName(ScalarType type);

    /// <summary>A literal of exactly that type, or a typed NULL.</summary>
    public string Literal(ScalarType type, Scalar value) => value.IsNull ? $"CAST(NULL AS {TypeName(type)})" : type switch
    {
        ScalarType.Boolean => value.Boolean ? "TRUE" : "FALSE",
        ScalarType.Int64 => Int64(value.Int64),
        ScalarType.Double when !double.IsFinite(value.Double) =>
            $"CAST('{value.Double.ToString(CultureInfo.InvariantCulture)}' AS {TypeName(type)})",
        ScalarType.Double => Double(value.Double),
        ScalarType.String => Text(value.String!),
        ScalarType.Timestamp => Timestamp(TimestampText.Format(value.Timestamp)),
        _ => throw new UnreachableException($"no literal of {type}"),
    };

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    /// <summary>A literal where its exact type doesn't matter, as beside a comparison.</summary>
    internal string BareLiteral(ScalarType type, Scalar value) =>
        type == ScalarType.Int64 && !value.IsNull ? value.Int64.ToString(CultureInfo.InvariantCulture) : Literal(type, value);

    private protected abstract string Int64(long value);

    private protected abstract string Double(double value);

    private protected abstract string Text(string value);

    /// <param name="text">As <c>2026-01-31 23:59:59.000000</c>, in UTC.</param>
    private protected abstract string Timestamp(string text);

    /// <summary>An operation other than <c>date_trunc</c> and <c>date_diff</c>.</summary>
    internal abstract string Call(Operation operation, string[] arguments);

    internal abstract string DateTrunc(TimeUnit unit, string instant);

    /// <summary>Boundaries of the unit between two instants.</summary>
    internal abstract string DateDiff(TimeUnit unit, string from, string to);

    /// <summary>A pattern, and the clause that tells its escape character, if any.</summary>
    internal abstract string Pattern(LikePattern pattern);

    /// <summary>A comparison in the language's order: NaN last, and equal to itself.</summary>
    internal virtual string Compare(ComparisonNode node, Operand left, Operand right) => $"({left} {Symbol(node.Comparison)} {right})";

    internal virtual string Between(Operand operand, Operand low, Operand high, string not) => $"({operand} {not}BETWEEN {low} AND {high})";

    internal virtual string NullIf(Operand value, Operand unwanted) => $"nullif({value}, {unwanted})";

    internal virtual string Extreme(ExtremeNode node, string[] values) => $"{(node.IsGreatest ? "greatest" : "least")}({string.Join(", ", values)})";

    private protected static string Symbol(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "<>",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        _ => ">=",
    };

    /// <summary>A Double's shortest text that reads back as it, with an exponent: without one, SQL has decimals.</summary>
    private protected static string Exponential(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? text : text + "E0";
    }

    /// <summary>What is written alike in all of them.</summary>
    private protected string Standard(Operation operation, string[] a) => operation switch
    {
        Operation.AddDouble => $"({a[0]} + {a[1]})",
        Operation.SubtractDouble => $"({a[0]} - {a[1]})",
        Operation.MultiplyDouble => $"({a[0]} * {a[1]})",
        Operation.DivideDouble => $"({a[0]} / nullif({a[1]}, {Double(0)}))",
        Operation.NegateDouble => $"(-{a[0]})",
        Operation.Widen => $"CAST({a[0]} AS {TypeName(ScalarType.Double)})",
        Operation.BooleanToInt64 => $"CAST({a[0]} AS {TypeName(ScalarType.Int64)})",
        Operation.BooleanToText or Operation.Int64ToText => $"CAST({a[0]} AS {TypeName(ScalarType.String)})",
        Operation.Seconds => $"(CAST({a[0]} AS {TypeName(ScalarType.Double)}) / {Double(1e6)})",
        Operation.Minutes => $"(CAST({a[0]} AS {TypeName(ScalarType.Double)}) / {Double(60e6)})",
        Operation.Hours => $"(CAST({a[0]} AS {TypeName(ScalarType.Double)}) / {Double(3600e6)})",
        Operation.Days => $"(CAST({a[0]} AS {TypeName(ScalarType.Double)}) / {Double(86400e6)})",
        Operation.Lower => $"translate({a[0]}, '{UpperLetters}', '{LowerLetters}')",
        Operation.Upper => $"translate({a[0]}, '{LowerLetters}', '{UpperLetters}')",
        Operation.Concat => a.Length == 1 ? a[0] : $"({string.Join(" || ", a)})",
        Operation.Replace => $"replace({a[0]}, {a[1]}, {a[2]})",
        Operation.Substring => $"substr({a[0]}, {a[1]})",
        Operation.SubstringOfLength => $"substr({a[0]}, {a[1]}, {a[2]})",
        Operation.Left => $"left({a[0]}, {a[1]})",
        Operation.Right => $"right({a[0]}, {a[1]})",
        Operation.AbsDouble => $"abs({a[0]})",
        Operation.Ceil => $"ceil({a[0]})",
        Operation.Floor => $"floor({a[0]})",
        Operation.Round => $"round({a[0]})",
        _ => throw new UnreachableException($"{Name} has no text for {operation}"),
    };
}
