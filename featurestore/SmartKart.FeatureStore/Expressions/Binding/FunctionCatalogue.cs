namespace SmartKart.FeatureStore.Expressions.Binding;

/// <summary>What an argument must be beyond its type, because the engines differ outside of it.</summary>
internal enum ArgumentRule
{
    /// <summary>Any value.</summary>
    Any,
    /// <summary>A literal from 1 to 2³¹-1: a place in a text.</summary>
    Place,
    /// <summary>A literal from 0 to 2³¹-1.</summary>
    Count,
    /// <summary>A literal text that isn't empty.</summary>
    Separator,
    /// <summary>A literal text that names a <see cref="TimeUnit"/>.</summary>
    Unit,
}

internal readonly record struct Parameter(ScalarType Type, ArgumentRule Rule = ArgumentRule.Any)
{
    public static implicit operator Parameter(ScalarType type) => new(type);
}

/// <summary>One way to call a function.</summary>
internal sealed record Signature(string Name, Operation Operation, ScalarType Result, params Parameter[] Parameters)
{
    /// <summary>For a message: <c>substr(String, place, count)</c>.</summary>
    public override string ToString() => $"{Name}({string.Join(", ", Parameters.Select(parameter => parameter.Rule switch
    {
        ArgumentRule.Place => "place",
        ArgumentRule.Count => "count",
        ArgumentRule.Separator => "'separator'",
        ArgumentRule.Unit => "'unit'",
        _ => parameter.Type.ToString(),
    }))})";
}

/// <summary>
/// The functions by name: one line per way to call them. Those that take any type (coalesce, nullif, if, least, greatest, clamp) or any
/// number of texts (concat), and those that is another operator (mod), are the <see cref="FunctionBinder"/>'s own.
/// </summary>
internal static class FunctionCatalogue
{
    // Short, so that a signature is a line.
    private const ScalarType Boolean = ScalarType.Boolean;
    private const ScalarType Int64 = ScalarType.Int64;
    private const ScalarType Double = ScalarType.Double;
    private const ScalarType String = ScalarType.String;
    private const ScalarType Timestamp = ScalarType.Timestamp;

    private static readonly Parameter Place = new(Int64, ArgumentRule.Place);
    private static readonly Parameter Count = new(Int64, ArgumentRule.Count);
    private static readonly Parameter Separator = new(String, ArgumentRule.Separator);
    private static readonly Parameter Unit = new(String, ArgumentRule.Unit);

    private static readonly ILookup<string, Signature> Signatures = new Signature[]
    {
        new("lower", Operation.Lower, String, String),
        new("upper", Operation.Upper, String, String),
        new("length", Operation.Length, Int64, String),
        new("substr", Operation.Substring, String, String, Place),
        new("substr", Operation.SubstringOfLength, String, String, Place, Count),
        new("left", Operation.Left, String, String, Count),
        new("right", Operation.Right, String, String, Count),
        new("trim", Operation.Trim, String, String),
        new("ltrim", Operation.TrimStart, String, String),
        new("rtrim", Operation.TrimEnd, String, String),
        new("replace", Operation.Replace, String, String, String, String),
        new("starts_with", Operation.StartsWith, Boolean, String, String),
        new("ends_with", Operation.EndsWith, Boolean, String, String),
        new("contains", Operation.Contains, Boolean, String, String),
        new("split_part", Operation.SplitPart, String, String, Separator, Place),

        new("year", Operation.Year, Int64, Timestamp),
        new("month", Operation.Month, Int64, Timestamp),
        new("day", Operation.Day, Int64, Timestamp),
        new("hour", Operation.Hour, Int64, Timestamp),
        new("minute", Operation.Minute, Int64, Timestamp),
        new("day_of_week", Operation.DayOfWeek, Int64, Timestamp),
        new("day_of_year", Operation.DayOfYear, Int64, Timestamp),
        new("date_trunc", Operation.DateTrunc, Timestamp, Unit, Timestamp),
        new("date_diff", Operation.DateDiff, Int64, Unit, Timestamp, Timestamp),
        new("epoch_seconds", Operation.EpochSeconds, Double, Timestamp),
        new("seconds", Operation.Seconds, Double, Int64),
        new("minutes", Operation.Minutes, Double, Int64),
        new("hours", Operation.Hours, Double, Int64),
        new("days", Operation.Days, Double, Int64),

        new("abs", Operation.AbsInt64, Int64, Int64),
        new("abs", Operation.AbsDouble, Double, Double),
        new("sign", Operation.SignInt64, Int64, Int64),
        new("sign", Operation.SignDouble, Int64, Double),
        new("ceil", Operation.Ceil, Double, Double),
        new("floor", Operation.Floor, Double, Double),
        new("round", Operation.Round, Double, Double),
        new("sqrt", Operation.Sqrt, Double, Double),
        new("exp", Operation.Exp, Double, Double),
        new("ln", Operation.Ln, Double, Double),
        new("log10", Operation.Log10, Double, Double),
        new("pow", Operation.Pow, Double, Double, Double),
    }.ToLookup(signature => signature.Name, StringComparer.Ordinal);

    internal static IEnumerable<string> Names => Signatures.Select(group => group.Key);

    /// <summary>The ways to call a function; none if there is no such function.</summary>
    internal static IReadOnlyList<Signature> Of(string name) => [.. Signatures[name]];
}
