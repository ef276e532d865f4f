using SmartKart.Pipelines.Expressions;

namespace SmartKart.Pipelines.Tests.Expressions;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("heads == heads", true)]
    [InlineData("heads == 'heads'", true)]
    [InlineData("heads != tails && 1 < 2", true)]
    [InlineData("10 > 9", true)]
    [InlineData("'10' > '9'", false)]
    [InlineData("1 == 1.0", true)]
    [InlineData("1 == '1'", false)]
    [InlineData("-0.5 < 0", true)]
    [InlineData("0.0012 >= 1e-3", true)]
    [InlineData("a == b || (c == c && !(1 == 2))", true)]
    [InlineData("a == a || a == b && a == c", true)]
    [InlineData("'v1.2' =~ '^v1'", true)]
    [InlineData("'v1.2' !~ '^v1'", false)]
    [InlineData("true", true)]
    [InlineData("!true", false)]
    [InlineData("'' == ''", true)]
    public void A_condition_holds_as_with_Argo(string text, bool holds) => WhenExpression.Evaluate(text).ShouldBe(holds);

    [Theory]
    [InlineData("a ==", "expected at its end")]
    [InlineData("(a == b", "')' is expected")]
    [InlineData("a == b c", "&& or || is expected before 'c'")]
    [InlineData("a > 1", "compares a number with a text")]
    [InlineData("a-b == c", "a minus outside of quotes")]
    [InlineData("a ? b : c", "can't be read from '?")]
    [InlineData("maybe", "neither true nor false")]
    [InlineData("a =~ '('", "can't be used as a pattern")]
    public void A_condition_that_says_nothing_says_why(string text, string why) => Should.Throw<ExpressionException>(() => WhenExpression.Evaluate(text))
        .Message.ShouldContain(why);

    [Theory]
    [InlineData("a", true)]
    [InlineData("a.Succeeded && (b.Failed || c.Skipped)", true)]
    [InlineData("a.Succeeded && !b.Failed", false)]
    [InlineData("b || a.Failed", false)]
    [InlineData("my-task.Succeeded", false)]
    public void What_a_task_depends_on_is_read_and_asked(string text, bool holds)
    {
        var results = new Dictionary<string,
            TaskResult> { ["a"] = TaskResult.Succeeded, ["b"] = TaskResult.Failed, ["c"] = TaskResult.Omitted, ["my-task"] = TaskResult.Errored };
        var depends = DependsExpression.Parse(text);

        depends.Holds((task, result) => results[task] == (result ?? TaskResult.Succeeded)).ShouldBe(holds);
        depends.Tasks.ShouldBeUnique();
    }
}
