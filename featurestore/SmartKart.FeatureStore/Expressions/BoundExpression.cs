using SmartKart.FeatureStore.Expressions.Binding;
using SmartKart.FeatureStore.Expressions.Evaluation;
using SmartKart.FeatureStore.Sql;

namespace SmartKart.FeatureStore.Expressions;

/// <summary>Computes a value from a row. Hot path: per event. Any number of threads may call it at once.</summary>
/// <typeparam name="T">bool, long (also for a Timestamp), double or string.</typeparam>
/// <param name="row">Laid out by the schema that the expression was bound to.</param>
/// <param name="value">The value, where there is one.</param>
/// <returns>False where it is NULL.</returns>
public delegate bool TryEvaluate<T>(Scalar[] row, out T value);

/// <summary>
/// An expression whose fields and types are known: becomes a delegate for the stream, and SQL for the warehouse, with the same answer to the
/// last digit. Immutable. The delegates allocate only the strings that they make.
/// </summary>
public sealed class BoundExpression
{
    private readonly BoundNode _root;

    internal BoundExpression(string text, BoundNode root, IReadOnlyList<RowField> fields) => (Text, _root, Fields) = (text, root, fields);

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>Of its value.</summary>
    public ScalarType Type => _root.Type;

    /// <summary>Whether it may be NULL: because a field may, or because an operation has no answer.</summary>
    public bool IsNullable => _root.IsNullable;

    /// <summary>The fields that it reads, each once, in the order of their first mention.</summary>
    public IReadOnlyList<RowField> Fields { get; }

    /// <summary>Compiles it to a function from a row to its value.</summary>
    public Func<Scalar[], Scalar> Compile()
    {
        switch (Type)
        {
            case ScalarType.Boolean:
                var boolean = Evaluator.Of<bool>(_root);
                return row => boolean.TryEvaluate(row, out var value) ? Scalar.From(value) : Scalar.Null;
            case ScalarType.Double:
                var number = Evaluator.Of<double>(_root);
                return row => number.TryEvaluate(row, out var value) ? Scalar.From(value) : Scalar.Null;
            case ScalarType.String:
                var text = Evaluator.Of<string>(_root);
                return row => text.TryEvaluate(row, out var value) ? Scalar.From(value) : Scalar.Null;
            default:
                var whole = Evaluator.Of<long>(_root);
                return row => whole.TryEvaluate(row, out var value) ? Scalar.From(value) : Scalar.Null;
        }
    }

    /// <summary>Compiles it to a typed function, which is a little faster than <see cref="Compile()"/>.</summary>
    /// <typeparam name="T">bool for Boolean, long for Int64 and Timestamp, double for Double, string for String.</typeparam>
    /// <exception cref="InvalidOperationException">The expression is of another type.</exception>
    public TryEvaluate<T> Compile<T>() => Evaluator.Compile(_root) is Evaluator<T> evaluator
        ? evaluator.TryEvaluate!       // a delegate type cannot say MaybeNullWhen as the method does
        : throw new InvalidOperationException($"'{Text}' is a {Type}, and was compiled as a {typeof(T).Name}. Ask for the .NET type that its Type stands for.");

    /// <summary>Compiles it to a condition: true where it is true, false where it is false or NULL.</summary>
    /// <exception cref="InvalidOperationException">It isn't a Boolean.</exception>
    public Func<Scalar[], bool> CompileFilter()
    {
        if (Type != ScalarType.Boolean)
            throw new InvalidOperationException($"'{Text}' is a {Type}, and a filter is a Boolean. Bind it with ScalarType.Boolean, which tells the author.");
        var condition = Evaluator.Of<bool>(_root);
        return row => condition.TryEvaluate(row, out var holds) && holds;
    }

    /// <summary>Writes it in a dialect.</summary>
    /// <param name="dialect">Of the engine that is to run it.</param>
    /// <param name="field">
    /// What stands for a field: an expression of the dialect whose type is exactly the one that <see cref="SqlDialect.TypeName"/> gives;
    /// null, the default, writes its name as an identifier.
    /// </param>
    /// <returns>One expression, in parentheses where it needs them.</returns>
    public string ToSql(SqlDialect dialect, Func<RowField, string>? field = null) =>
        new ExpressionPrinter(dialect, field ?? (read => dialect.Path(read.Name))).Print(_root);

    /// <summary>The expression as it was written.</summary>
    public override string ToString() => Text;
}
