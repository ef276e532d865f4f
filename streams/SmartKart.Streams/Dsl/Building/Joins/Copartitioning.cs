using SmartKart.Streams.Graph;

namespace SmartKart.Streams.Building;

/// <summary>Sees to it that records of one key on both sides of an operator come to one task.</summary>
internal static class Copartitioning
{
    /// <summary>Requires that these topics have equal partition counts.</summary>
    /// <param name="dsl">The builder's.</param>
    /// <param name="join">The name of the operator that needs it, for the error.</param>
    /// <param name="left">The topics of one side.</param>
    /// <param name="right">The topics of the other.</param>
    /// <returns>The topics of both: those by whose partitions the result is partitioned.</returns>
    public static IReadOnlyList<string> Require(DslContext dsl, string join, IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        IReadOnlyList<string> topics = [.. left.Union(right, StringComparer.Ordinal)];
        if (topics.Count > 1) dsl.Topology.Graph.AddCopartitionGroup(new CopartitionGroup(topics, $"the join '{join}'"));
        return topics;
    }
}
