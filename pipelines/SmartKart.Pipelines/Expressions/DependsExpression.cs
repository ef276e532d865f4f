namespace SmartKart.Pipelines.Expressions;

/// <summary>What can have come of a task that others depend on, in Argo's words.</summary>
public enum TaskResult
{
    /// <summary>It ended well.</summary>
    Succeeded,

    /// <summary>A program of it ended with another status than 0.</summary>
    Failed,

    /// <summary>It could not be run, or an output of it is missing.</summary>
    Errored,

    /// <summary>Its <c>when</c> didn't hold.</summary>
    Skipped,

    /// <summary>What it depends on didn't come.</summary>
    Omitted,

    /// <summary>It runs on in the background: never here.</summary>
    Daemoned,

    /// <summary>At least one of its items ended well.</summary>
    AnySucceeded,

    /// <summary>All of its items failed.</summary>
    AllFailed,
}

/// <summary>A task's <c>depends</c>: results of other tasks under <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and parentheses.</summary>
public sealed class DependsExpression
{
    private readonly Logic<Condition> _logic;

    private DependsExpression(string text, Logic<Condition> logic)
    {
        (Text, _logic) = (text, logic);
        Tasks = [.. logic.Leaves().Select(leaf => leaf.Task).Distinct()];
    }

    /// <summary>As it is written.</summary>
    public string Text { get; }

    /// <summary>The tasks that it waits for.</summary>
    public IReadOnlyList<string> Tasks { get; }

    /// <summary>Reads <c>a.Succeeded &amp;&amp; (b.Failed || c)</c>.</summary>
    /// <exception cref="ExpressionException">It can't be read.</exception>
    public static DependsExpression Parse(string text) => new(text, new Tokens(text).ReadLogic(ReadCondition));

    /// <summary>What <c>dependencies: [a, b]</c> means: each of them.</summary>
    public static DependsExpression All(IReadOnlyList<string> tasks) => Parse(string.Join(" && ", tasks));

    /// <summary>Whether a task may run.</summary>
    /// <param name="has">Whether a task came to a result; asked with null whether it came out as a bare name asks.</param>
    public bool Holds(Func<string, TaskResult?, bool> has) => _logic.Evaluate(condition => has(condition.Task, condition.Result));

    private static Condition ReadCondition(Tokens tokens)
    {
        var token = tokens.TakeOperand("a task's name");
        var dot = token.Text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return new Condition(token.Text, null);
        var result = token.Text[(dot + 1)..];
        return Enum.TryParse<TaskResult>(result, out var known) && Enum.IsDefined(known) && !char.IsAsciiDigit(result[0])
            ? new Condition(token.Text[..dot], known)
            : throw new ExpressionException($"there is no result '{result}'. {NearestName.Remedy(result, Enum.GetNames<TaskResult>())}");
    }

    private readonly record struct Condition(string Task, TaskResult? Result);
}
