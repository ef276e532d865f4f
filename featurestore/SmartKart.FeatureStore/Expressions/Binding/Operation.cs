namespace SmartKart.FeatureStore.Expressions.Binding;

/// <summary>What can be done with values of known types. The evaluator and each dialect have one answer for each.</summary>
internal enum Operation
{
    AddInt64, SubtractInt64, MultiplyInt64, ModuloInt64, NegateInt64,
    AddDouble, SubtractDouble, MultiplyDouble, DivideDouble, NegateDouble,
    Elapsed,

    Widen, BooleanToInt64, BooleanToText, Int64ToText, DoubleToInt64, TextToInt64, TextToDouble, TextToTimestamp,

    Lower, Upper, Length, Substring, SubstringOfLength, Left, Right, Trim, TrimStart, TrimEnd,
    Concat, Replace, StartsWith, EndsWith, Contains, SplitPart,

    Year, Month, Day, Hour, Minute, DayOfWeek, DayOfYear, DateTrunc, DateDiff,
    EpochSeconds, Seconds, Minutes, Hours, Days,

    AbsInt64, AbsDouble, SignInt64, SignDouble, Ceil, Floor, Round, Sqrt, Exp, Ln, Log10, Pow,
}

/// <summary>What is known of an operation without its arguments.</summary>
internal static class OperationFacts
{
    /// <summary>Whether it may have no answer though it has all its arguments.</summary>
    internal static bool MayFail(this Operation operation) => operation is
        Operation.AddInt64 or Operation.SubtractInt64 or Operation.MultiplyInt64 or Operation.ModuloInt64 or Operation.NegateInt64
        or Operation.DivideDouble or Operation.AbsInt64 or Operation.SignDouble
        or Operation.DoubleToInt64 or Operation.TextToInt64 or Operation.TextToDouble or Operation.TextToTimestamp or Operation.SplitPart
        or Operation.Sqrt or Operation.Exp or Operation.Ln or Operation.Log10 or Operation.Pow;

    /// <summary>Whether it gives Doubles that are never NaN.</summary>
    internal static bool IsNeverNaN(this Operation operation) => operation is
        Operation.Widen or Operation.TextToDouble
        or Operation.EpochSeconds or Operation.Seconds or Operation.Minutes or Operation.Hours or Operation.Days
        or Operation.Sqrt or Operation.Exp or Operation.Ln or Operation.Log10 or Operation.Pow;
}
