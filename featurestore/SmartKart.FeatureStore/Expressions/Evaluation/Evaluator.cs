using System.Diagnostics.CodeAnalysis;
using SmartKart.FeatureStore.Expressions.Binding;

namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>
/// A bound expression as a tree of sealed nodes with one typed, virtual method: nothing is boxed, and a tree is ready at once, where compiled
/// code would take milliseconds each for the first. Operators are type arguments, so that they are inlined into their nodes.
/// </summary>
internal abstract class Evaluator
{
    internal static Evaluator Compile(BoundNode node) => EvaluatorCompiler.Compile(node);

    /// <summary>An expression's evaluator, by the .NET type that stands for its own.</summary>
    internal static Evaluator<T> Of<T>(BoundNode node) => (Evaluator<T>)Compile(node);
}

/// <inheritdoc cref="Evaluator"/>
/// <typeparam name="T">bool, long (an Int64 or a Timestamp), double or string.</typeparam>
internal abstract class Evaluator<T> : Evaluator
{
    /// <summary>Computes the value for a row. Hot path: per event.</summary>
    /// <returns>False where it is NULL.</returns>
    internal abstract bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out T value);
}
