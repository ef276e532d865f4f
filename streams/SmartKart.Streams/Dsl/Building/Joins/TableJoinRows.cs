using SmartKart.Streams.Operators.Joins;

namespace SmartKart.Streams.Building;

/// <summary>Rows of a join of two tables that is kept nowhere, but can be computed from both.</summary>
/// <param name="left">The left table's rows.</param>
/// <param name="right">The right table's rows.</param>
/// <param name="joiner">Makes the result.</param>
/// <param name="kind">What must be there.</param>
/// <param name="ownRows">Rows of the join's own, where what a row was can't be computed: they are then kept once it is asked for.</param>
internal sealed class TableJoinRows<K, V, VO, VR>(
    ITableRows<K, V> left, ITableRows<K, VO> right, Func<V?, VO?, VR> joiner, TableJoinKind kind, KeptRows<K, VR>? ownRows) : ITableRows<K, VR>
{
    public string? QueryableStoreName => null;

    /// <summary>Whether the join's changes are to say what the result was before. Known once the topology is whole.</summary>
    public bool SendsOldValues { get; private set; }

    public IReadOnlyList<string> Stores() => [.. left.Stores().Union(right.Stores(), StringComparer.Ordinal)];

    public IRowLookup<K, VR> NewLookup() => new TableJoinLookup<K, V, VO, VR>(left.NewLookup(), right.NewLookup(), joiner, kind);

    public void SendOldValues()
    {
        if (ownRows is not null)
        {
            ownRows.SendOldValues();
            return;
        }
        left.SendOldValues();
        right.SendOldValues();
        SendsOldValues = true;
    }
}
