using SmartKart.Streams.Building;
using SmartKart.Streams.Operators.Stateless;

namespace SmartKart.Streams;

/// <summary>A stream being split: each record goes to the first branch whose predicate is true.</summary>
public sealed class BranchedKStream<K, V>
{
    private readonly KStream<K, V> _stream;
    private readonly string _node;
    private readonly List<Func<K, V, bool>> _predicates = [];
    private readonly List<string> _children = [];
    private readonly Dictionary<string, IKStream<K, V>> _branches = new(StringComparer.Ordinal);

    internal BranchedKStream(KStream<K, V> stream, string? named)
    {
        _stream = stream;
        _node = stream.Dsl.NameOf(named, "KSTREAM-BRANCH-");
        var (predicates, children) = (_predicates, _children);
        stream.Dsl.Topology.AddProcessor(_node, () => new BranchProcessor<K, V>([.. predicates], [.. children]), stream.Node);
    }

    /// <summary>Adds a branch.</summary>
    /// <param name="predicate">Whether a record goes here, if it went to no branch before.</param>
    /// <param name="name">The branch's name; null gives it a number, from 1.</param>
    /// <param name="chain">What becomes of the branch; null: it is found under its name in what <see cref="DefaultBranch"/> or <see cref="NoDefaultBranch"/> returns.</param>
    public BranchedKStream<K, V> Branch(Func<K, V, bool> predicate, string? name = null, Func<IKStream<K, V>, IKStream<K, V>?>? chain = null)
    {
        Add(predicate, name ?? $"{_predicates.Count + 1}", chain);
        return this;
    }

    /// <summary>Adds the branch of the records that went to no other, and ends.</summary>
    /// <returns>The branches by the name of the split and their own.</returns>
    public IReadOnlyDictionary<string, IKStream<K, V>> DefaultBranch(string? name = null, Func<IKStream<K, V>, IKStream<K, V>?>? chain = null)
    {
        Add((_, _) => true, name ?? "0", chain);
        return _branches;
    }

    /// <summary>Ends; records that went to no branch are dropped.</summary>
    /// <returns>The branches by the name of the split and their own.</returns>
    public IReadOnlyDictionary<string, IKStream<K, V>> NoDefaultBranch() => _branches;

    private void Add(Func<K, V, bool> predicate, string name, Func<IKStream<K, V>, IKStream<K, V>?>? chain)
    {
        var child = _node + name;
        _stream.Dsl.Topology.AddProcessor(child, () => new PassThroughProcessor<K, V>(), _node);
        _predicates.Add(predicate);
        _children.Add(child);
        var branch = _stream.After(child);
        if (chain is null) _branches.Add(child, branch);
        else if (chain(branch) is { } result) _branches.Add(child, result);
    }
}
