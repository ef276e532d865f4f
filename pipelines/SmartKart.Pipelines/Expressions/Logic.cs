namespace SmartKart.Pipelines.Expressions;

/// <summary>Leaves under <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and parentheses.</summary>
internal abstract record Logic<TLeaf>
{
    /// <summary>Whether it holds.</summary>
    public abstract bool Evaluate(Func<TLeaf, bool> holds);

    /// <summary>Its leaves, from left to right.</summary>
    public abstract IEnumerable<TLeaf> Leaves();
}

internal sealed record LogicLeaf<TLeaf>(TLeaf Leaf) : Logic<TLeaf>
{
    public override bool Evaluate(Func<TLeaf, bool> holds) => holds(Leaf);

    public override IEnumerable<TLeaf> Leaves() => [Leaf];
}

internal sealed record LogicNot<TLeaf>(Logic<TLeaf> Of) : Logic<TLeaf>
{
    public override bool Evaluate(Func<TLeaf, bool> holds) => !Of.Evaluate(holds);

    public override IEnumerable<TLeaf> Leaves() => Of.Leaves();
}

internal sealed record LogicAnd<TLeaf>(Logic<TLeaf> Left, Logic<TLeaf> Right) : Logic<TLeaf>
{
    public override bool Evaluate(Func<TLeaf, bool> holds) => Left.Evaluate(holds) && Right.Evaluate(holds);

    public override IEnumerable<TLeaf> Leaves() => Left.Leaves().Concat(Right.Leaves());
}

internal sealed record LogicOr<TLeaf>(Logic<TLeaf> Left, Logic<TLeaf> Right) : Logic<TLeaf>
{
    public override bool Evaluate(Func<TLeaf, bool> holds) => Left.Evaluate(holds) || Right.Evaluate(holds);

    public override IEnumerable<TLeaf> Leaves() => Left.Leaves().Concat(Right.Leaves());
}
