using System.Collections.Frozen;
using System.Diagnostics;
using SmartKart.FeatureStore.Expressions.Binding;

namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>Makes evaluators of bound nodes: picks each one's type arguments by the types that meet in it.</summary>
internal static class EvaluatorCompiler
{
    internal static Evaluator Compile(BoundNode node) => node switch
    {
        LiteralNode literal => Literal(literal),
        FieldNode field => Field(field),
        CallNode call => OperationEvaluators.Compile(call),
        ComparisonNode { Comparison: Comparison.Equal or Comparison.NotEqual, Left.Type: ScalarType.String } equality => new TextEquality(
            Evaluator.Of<string>(equality.Left), Evaluator.Of<string>(equality.Right), equality.Comparison == Comparison.Equal),
        ComparisonNode comparison => ByOperand(comparison.Left.Type, new Comparing(comparison)),
        LogicNode logic => logic.IsAnd ? new And(All<bool>(logic.Conditions)) : new Or(All<bool>(logic.Conditions)),
        NotNode not => new Not(Evaluator.Of<bool>(not.Condition)),
        IsNullNode isNull => ByOperand(isNull.Operand.Type, new TestingForNull(isNull)),
        IsDistinctNode distinct => ByOperand(distinct.Left.Type, new Distinguishing(distinct)),
        InNode inList => ByOperand(inList.Operand.Type, new LookingUp(inList)),
        BetweenNode between => ByOperand(between.Operand.Type, new Bounding(between)),
        LikeNode like => new Like(Evaluator.Of<string>(like.Operand), like.Pattern),
        CaseNode choice => ByOperand(choice.Type, new Choosing(choice)),
        SwitchNode choice => ByOperand(choice.Type, new Switching(choice)),
        CoalesceNode coalesce => ByOperand(coalesce.Type, new Coalescing(coalesce)),
        NullIfNode nullIf => ByOperand(nullIf.Type, new Nulling(nullIf)),
        ExtremeNode extreme => ByOperand(extreme.Type, new Extremes(extreme)),
        _ => throw new UnreachableException($"no evaluator for {node.GetType().Name}"),
    };

    /// <summary>Something to be made once the type of what it works on is known.</summary>
    private interface IRecipe
    {
        Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T>;
    }

    private static Evaluator ByOperand<TRecipe>(ScalarType type, TRecipe recipe) where TRecipe : IRecipe => type switch
    {
        ScalarType.Boolean => recipe.Make<bool, BooleanOrder>(),
        ScalarType.Double => recipe.Make<double, DoubleOrder>(),
        ScalarType.String => recipe.Make<string, StringOrder>(),
        _ => recipe.Make<long, Int64Order>(),
    };

    internal static Evaluator<T>[] All<T>(BoundNode[] nodes) => Array.ConvertAll(nodes, Evaluator.Of<T>);

    private static T Value<T>(LiteralNode literal) => (T)(object)(literal.Type switch
    {
        ScalarType.Boolean => literal.Value.Boolean,
        ScalarType.Double => literal.Value.Double,
        ScalarType.String => literal.Value.String!,
        _ => literal.Value.Int64,
    });

    private static Evaluator Literal(LiteralNode literal) => ByOperand(literal.Type, new Stating(literal));

    private static Evaluator Field(FieldNode field) => field.Type switch
    {
        ScalarType.Boolean => new BooleanField(field.Place),
        ScalarType.Double => new DoubleField(field.Place),
        ScalarType.String => new StringField(field.Place),
        _ => new Int64Field(field.Place),
    };

    private sealed record Stating(LiteralNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T> =>
            Node.Value.IsNull ? new NullConstant<T>() : new Constant<T>(Value<T>(Node));
    }

    private sealed record Comparing(ComparisonNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T>
        {
            var (left, right) = (Evaluator.Of<T>(Node.Left), Evaluator.Of<T>(Node.Right));
            return Node.Comparison switch
            {
                Comparison.Equal => new Compared<T, TOrder, IsEqual>(left, right),
                Comparison.NotEqual => new Compared<T, TOrder, IsNotEqual>(left, right),
                Comparison.Less => new Compared<T, TOrder, IsLess>(left, right),
                Comparison.LessOrEqual => new Compared<T, TOrder, IsLessOrEqual>(left, right),
                Comparison.Greater => new Compared<T, TOrder, IsLess>(right, left),
                _ => new Compared<T, TOrder, IsLessOrEqual>(right, left),
            };
        }
    }

    private sealed record TestingForNull(IsNullNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T> => new IsNull<T>(Evaluator.Of<T>(Node.Operand));
    }

    private sealed record Distinguishing(IsDistinctNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T> =>
            new Distinct<T, TOrder>(Evaluator.Of<T>(Node.Left), Evaluator.Of<T>(Node.Right));
    }

    private sealed record LookingUp(InNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T> =>
            new In<T>(Evaluator.Of<T>(Node.Operand), Node.Items.Select(Value<T>).ToFrozenSet(), Node.HasNull);
    }

    private sealed record Bounding(BetweenNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T> =>
            new Between<T, TOrder>(Evaluator.Of<T>(Node.Operand), Evaluator.Of<T>(Node.Low), Evaluator.Of<T>(Node.High));
    }

    private sealed record Choosing(CaseNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T> =>
            new Case<T>(All<bool>(Node.Conditions), All<T>(Node.Results), Evaluator.Of<T>(Node.Otherwise));
    }

    /// <summary>A choice has two types: of its results here, of what it compares below.</summary>
    private sealed record Switching(SwitchNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T> => ByOperand(Node.Operand.Type, new SwitchingTo<T>(Node));
    }

    private sealed record SwitchingTo<TResult>(SwitchNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T> => new Switch<T, TOrder, TResult>(
            Evaluator.Of<T>(Node.Operand), Array.ConvertAll(Node.Values, Value<T>), All<TResult>(Node.Results), Evaluator.Of<TResult>(Node.Otherwise));
    }

    private sealed record Coalescing(CoalesceNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T> => new Coalesce<T>(All<T>(Node.Values));
    }

    private sealed record Nulling(NullIfNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T> =>
            new NullIf<T, TOrder>(Evaluator.Of<T>(Node.Value), Evaluator.Of<T>(Node.Unwanted));
    }

    private sealed record Extremes(ExtremeNode Node) : IRecipe
    {
        public Evaluator Make<T, TOrder>() where TOrder : struct, IOrder<T> => new Extreme<T, TOrder>(All<T>(Node.Values), Node.IsGreatest);
    }
}
