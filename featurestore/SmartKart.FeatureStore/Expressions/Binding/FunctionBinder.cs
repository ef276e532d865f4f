using SmartKart.FeatureStore.Expressions.Syntax;

namespace SmartKart.FeatureStore.Expressions.Binding;

/// <summary>Finds the function that a call means. Some functions are other expressions, and are bound as those.</summary>
internal sealed class FunctionBinder(Binder binder)
{
    private static readonly string[] OwnNames = ["coalesce", "nullif", "if", "least", "greatest", "clamp", "concat", "mod"];

    internal BoundNode Bind(CallSyntax call)
    {
        var (at, arguments) = (call.Position, call.Arguments);
        switch (call.Function)
        {
            case "coalesce":
                Expect(call, arguments.Length > 0, "coalesce(x, otherwise, …)");
                return new CoalesceNode(binder.Unified(at, "coalesce", arguments));
            case "nullif":
                Expect(call, arguments.Length == 2, "nullif(x, unwanted)");
                var pair = binder.Unified(at, "nullif", arguments);
                return new NullIfNode(pair[0], pair[1]);
            case "if":
                Expect(call, arguments.Length == 3, "if(condition, then, else)");
                return binder.Choice(at, "if", [binder.Condition(arguments[0], "if")], [arguments[1]], arguments[2]);
            case "least" or "greatest":
                Expect(call, arguments.Length > 0, $"{call.Function}(x, y, …)");
                return new ExtremeNode(call.Function == "greatest", binder.Unified(at, call.Function, arguments));
            case "clamp":
                Expect(call, arguments.Length == 3, "clamp(x, least, greatest)");
                return binder.Bind(new CallSyntax(at, "least", [new CallSyntax(at, "greatest", [arguments[0], arguments[1]]), arguments[2]]));
            case "concat":
                Expect(call, arguments.Length > 0, "concat(text, text, …)");
                return new CallNode(Operation.Concat, ScalarType.String, [.. arguments.Select(Text)]);
            case "mod":
                Expect(call, arguments.Length == 2, "mod(x, y)");
                return binder.Bind(new ArithmeticSyntax(at, "%", arguments[0], arguments[1]));
            default:
                return Listed(call);
        }
    }

    private BoundNode Text(SyntaxNode syntax)
    {
        var node = binder.Bind(syntax);
        if (TypeRules.Fits(node, ScalarType.String)) return TypeRules.To(node, ScalarType.String);
        var remedy = node.Type is ScalarType.Double or ScalarType.Timestamp
            ? TypeRules.InsteadOfCast(node.Type, ScalarType.String)
            : "Write cast(x as string).";
        throw binder.Fault(syntax.Position, $"texts are joined, and this is a {node.Type}. {remedy}");
    }

    private CallNode Listed(CallSyntax call)
    {
        var signatures = FunctionCatalogue.Of(call.Function);
        if (signatures.Count == 0)
        {
            if (call.Function == "now") throw binder.Fault(call.Position, "now is a field, not a function. Write it without parentheses.");
            var nearest = NearestName.Of(call.Function, [.. OwnNames, .. FunctionCatalogue.Names, "cast"]);
            var known = string.Join(", ", FunctionCatalogue.Names.Concat(OwnNames).Order(StringComparer.Ordinal));
            throw binder.Fault(call.Position,
                $"there is no function '{call.Function}'. {(nearest is null ? $"The functions are {known}." : $"Did you mean '{nearest}'?")}");
        }
        var nodes = Array.ConvertAll(call.Arguments, binder.Bind);
        // The first that fits exactly, else the first that fits with Int64s widened.
        var chosen = signatures.FirstOrDefault(signature => Takes(signature, nodes, exactly: true))
            ?? signatures.FirstOrDefault(signature => Takes(signature, nodes, exactly: false));
        if (chosen is null)
        {
            var (ways, types) = (string.Join(" or ", signatures), string.Join(", ", nodes.Select(Name)));
            throw binder.Fault(call.Position, $"{call.Function} is called as {ways}, not with ({types}). {Remedy(call.Function, nodes)}");
        }
        for (var i = 0; i < nodes.Length; i++)
        {
            Hold(call, i, chosen.Parameters[i].Rule, nodes[i]);
            nodes[i] = TypeRules.To(nodes[i], chosen.Parameters[i].Type);
        }
        return new CallNode(chosen.Operation, chosen.Result, nodes);
    }

    private static bool Takes(Signature signature, BoundNode[] nodes, bool exactly)
    {
        if (signature.Parameters.Length != nodes.Length) return false;
        for (var i = 0; i < nodes.Length; i++)
        {
            var type = signature.Parameters[i].Type;
            if (exactly ? !TypeRules.IsUntyped(nodes[i]) && nodes[i].Type != type : !TypeRules.Fits(nodes[i], type)) return false;
        }
        return true;
    }

    private void Hold(CallSyntax call, int index, ArgumentRule rule, BoundNode node)
    {
        var value = node is LiteralNode { Value.IsNull: false } literal ? literal.Value : Scalar.Null;
        var (isSound, wanted) = rule switch
        {
            ArgumentRule.Place => (!value.IsNull && value.Int64 is >= 1 and <= int.MaxValue, "a whole number from 1, written out: the first character is 1"),
            ArgumentRule.Count => (!value.IsNull && value.Int64 is >= 0 and <= int.MaxValue, "a whole number from 0, written out"),
            ArgumentRule.Separator => (!value.IsNull && value.String!.Length > 0, "a text that isn't empty, written out, such as ','"),
            ArgumentRule.Unit => (!value.IsNull && Enum.TryParse<TimeUnit>(value.String, ignoreCase: true, out _) && !char.IsAsciiDigit(value.String![0]),
                $"one of {string.Join(", ", Enum.GetNames<TimeUnit>().Select(unit => $"'{unit.ToLowerInvariant()}'"))}"),
            _ => (true, ""),
        };
        if (isSound) return;
        throw binder.Fault(call.Arguments[index].Position, $"argument {index + 1} of {call.Function} is {wanted}. The engines agree on nothing else.");
    }

    private void Expect(CallSyntax call, bool isSound, string shape)
    {
        if (!isSound) throw binder.Fault(call.Position, $"{call.Function} is called as {shape}, not with {call.Arguments.Length} arguments.");
    }

    private static string Name(BoundNode node) => TypeRules.IsUntyped(node) ? "null" : node.Type.ToString();

    private static string Remedy(string function, BoundNode[] nodes) => function switch
    {
        "seconds" or "minutes" or "hours" or "days" => $"Give it microseconds, the difference of two instants: {function}(now - last_at).",
        "round" when nodes.Length == 2 => "For two decimals write round(x * 100) / 100.",
        _ => "Cast what doesn't fit.",
    };
}
