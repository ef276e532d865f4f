using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SmartKart.FeatureStore.Expressions.Binding;
using static SmartKart.FeatureStore.Expressions.Binding.Operation;

namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>The evaluator of each operation.</summary>
internal static class OperationEvaluators
{
    internal static Evaluator Compile(CallNode call) => call.Operation switch
    {
        Operation.AddInt64 => new Binary<long, AddInt64>(Int64(call, 0), Int64(call, 1)),
        Operation.SubtractInt64 => new Binary<long, SubtractInt64>(Int64(call, 0), Int64(call, 1)),
        Operation.MultiplyInt64 => new Binary<long, MultiplyInt64>(Int64(call, 0), Int64(call, 1)),
        Operation.ModuloInt64 => new Binary<long, ModuloInt64>(Int64(call, 0), Int64(call, 1)),
        NegateInt64 => new Attempt<long, long>(Int64(call, 0), NumberFunctions.TryNegate),
        Operation.AddDouble => new Binary<double, AddDouble>(Double(call, 0), Double(call, 1)),
        Operation.SubtractDouble => new Binary<double, SubtractDouble>(Double(call, 0), Double(call, 1)),
        Operation.MultiplyDouble => new Binary<double, MultiplyDouble>(Double(call, 0), Double(call, 1)),
        Operation.DivideDouble => new Binary<double, DivideDouble>(Double(call, 0), Double(call, 1)),
        NegateDouble => new Map<double, double>(Double(call, 0), static number => -number),
        // Years 1 to 9999 in microseconds: no difference comes near 64 bits.
        Elapsed => new Map<long, long, long>(Int64(call, 0), Int64(call, 1), static (later, earlier) => unchecked(later - earlier)),
        Widen => new Map<long, double>(Int64(call, 0), static whole => whole),
        BooleanToInt64 => new Map<bool, long>(Boolean(call, 0), static condition => condition ? 1 : 0),
        BooleanToText => new Map<bool, string>(Boolean(call, 0), static condition => condition ? "true" : "false"),
        Int64ToText => new Map<long, string>(Int64(call, 0), static whole => whole.ToString(CultureInfo.InvariantCulture)),
        DoubleToInt64 => new Attempt<double, long>(Double(call, 0), NumberFunctions.TryInt64),
        TextToInt64 => new Attempt<string, long>(Text(call, 0), TextFunctions.TryInt64),
        TextToDouble => new Attempt<string, double>(Text(call, 0), TextFunctions.TryDouble),
        TextToTimestamp => new Attempt<string, long>(Text(call, 0), static (string text, out long instant) => TimestampText.TryParse(text, false, out instant)),
        Operation.Concat => new Concat(EvaluatorCompiler.All<string>(call.Arguments)),
        Operation.Replace => new Replace(Text(call, 0), Text(call, 1), Text(call, 2)),
        >= Lower and <= SplitPart => CompileText(call),
        >= Year and <= Days => CompileTime(call),
        _ => CompileNumber(call),
    };

    private static Evaluator CompileText(CallNode call)
    {
        var text = Text(call, 0);
        switch (call.Operation)
        {
            case Lower: return new Map<string, string>(text, TextFunctions.Lower);
            case Upper: return new Map<string, string>(text, TextFunctions.Upper);
            case Length: return new Map<string, long>(text, static text => CodePoints.Length(text));
            case Trim: return new Map<string, string>(text, static text => text.Trim(' '));
            case TrimStart: return new Map<string, string>(text, static text => text.TrimStart(' '));
            case TrimEnd: return new Map<string, string>(text, static text => text.TrimEnd(' '));
            case StartsWith: return new Map<string, string, bool>(text, Text(call, 1), static (text, part) => text.StartsWith(part, StringComparison.Ordinal));
            case EndsWith: return new Map<string, string, bool>(text, Text(call, 1), static (text, part) => text.EndsWith(part, StringComparison.Ordinal));
            case Contains: return new Map<string, string, bool>(text, Text(call, 1), static (text, part) => text.Contains(part, StringComparison.Ordinal));
            case SplitPart:
                var (separator, part) = (Literal(call, 1).String!, Literal(call, 2).Int64);
                return new Attempt<string, string>(text, (string text, [MaybeNullWhen(false)] out string result) =>
                    TextFunctions.TrySplitPart(text, separator, part, out result));
            case SubstringOfLength:
                var (place, length) = (Literal(call, 1).Int64, Literal(call, 2).Int64);
                return new Map<string, string>(text, text => CodePoints.Substring(text, place, length));
        }
        var count = Literal(call, 1).Int64;
        return call.Operation switch
        {
            Substring => new Map<string, string>(text, text => CodePoints.Substring(text, count, long.MaxValue)),
            Left => new Map<string, string>(text, text => text[..CodePoints.Width(text, count)]),
            Right => new Map<string, string>(text, text => CodePoints.Right(text, count)),
            _ => throw Unknown(call),
        };
    }

    private static Evaluator CompileTime(CallNode call)
    {
        if (call.Operation is DateTrunc or DateDiff)
        {
            var unit = Enum.Parse<TimeUnit>(Literal(call, 0).String!, ignoreCase: true);
            return call.Operation == DateTrunc
                ? new Map<long, long>(Int64(call, 1), instant => CivilTime.Truncate(unit, instant))
                : new Map<long, long, long>(Int64(call, 1), Int64(call, 2), (from, to) => CivilTime.Boundaries(unit, from, to));
        }
        var argument = Int64(call, 0);
        return call.Operation switch
        {
            Year => new Map<long, long>(argument, CivilTime.Year),
            Month => new Map<long, long>(argument, CivilTime.Month),
            Day => new Map<long, long>(argument, CivilTime.Day),
            Hour => new Map<long, long>(argument, CivilTime.Hour),
            Minute => new Map<long, long>(argument, CivilTime.Minute),
            Operation.DayOfWeek => new Map<long, long>(argument, CivilTime.DayOfWeek),
            DayOfYear => new Map<long, long>(argument, CivilTime.DayOfYear),
            EpochSeconds or Seconds => new Map<long, double>(argument, static micros => (double)micros / CivilTime.MicrosPerSecond),
            Minutes => new Map<long, double>(argument, static micros => (double)micros / CivilTime.MicrosPerMinute),
            Hours => new Map<long, double>(argument, static micros => (double)micros / CivilTime.MicrosPerHour),
            Days => new Map<long, double>(argument, static micros => (double)micros / CivilTime.MicrosPerDay),
            _ => throw Unknown(call),
        };
    }

    private static Evaluator CompileNumber(CallNode call) => call.Operation switch
    {
        AbsInt64 => new Attempt<long, long>(Int64(call, 0), NumberFunctions.TryAbs),
        AbsDouble => new Map<double, double>(Double(call, 0), Math.Abs),
        SignInt64 => new Map<long, long>(Int64(call, 0), static whole => Math.Sign(whole)),
        SignDouble => new Attempt<double, long>(Double(call, 0), NumberFunctions.TrySign),
        Ceil => new Map<double, double>(Double(call, 0), Math.Ceiling),
        Floor => new Map<double, double>(Double(call, 0), Math.Floor),
        Round => new Map<double, double>(Double(call, 0), static number => Math.Round(number, MidpointRounding.AwayFromZero)),
        Sqrt => new Finite(Double(call, 0), Math.Sqrt),
        Exp => new Finite(Double(call, 0), Math.Exp),
        Ln => new Finite(Double(call, 0), Math.Log),
        Log10 => new Finite(Double(call, 0), Math.Log10),
        Pow => new Power(Double(call, 0), Double(call, 1)),
        _ => throw Unknown(call),
    };

    private static Evaluator<bool> Boolean(CallNode call, int argument) => Evaluator.Of<bool>(call.Arguments[argument]);

    private static Evaluator<long> Int64(CallNode call, int argument) => Evaluator.Of<long>(call.Arguments[argument]);

    private static Evaluator<double> Double(CallNode call, int argument) => Evaluator.Of<double>(call.Arguments[argument]);

    private static Evaluator<string> Text(CallNode call, int argument) => Evaluator.Of<string>(call.Arguments[argument]);

    /// <summary>An argument that the binder has held to being a literal.</summary>
    private static Scalar Literal(CallNode call, int argument) => ((LiteralNode)call.Arguments[argument]).Value;

    private static UnreachableException Unknown(CallNode call) => new($"no evaluator for {call.Operation}");
}
