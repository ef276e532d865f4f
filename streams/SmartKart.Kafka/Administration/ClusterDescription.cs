using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>A cluster.</summary>
/// <param name="ClusterId">Its id; null where the broker gives none.</param>
/// <param name="Controller">The broker that administers it; null where there is none at the moment.</param>
/// <param name="Brokers">Those that are up.</param>
public sealed record ClusterDescription(string? ClusterId, BrokerNode? Controller, IReadOnlyList<BrokerNode> Brokers)
{
    internal static unsafe ClusterDescription Read(EventHandle answer)
    {
        var brokers = AdminApi.ClusterNodes(answer, out var count);
        return new ClusterDescription(
            Answers.TextOrNull(AdminApi.ClusterId(answer)), BrokerNode.ReadOrNull(AdminApi.ClusterController(answer)), Answers.Each(brokers, count, BrokerNode.Read));
    }
}

/// <summary>A broker.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Host">Where clients reach it.</param>
/// <param name="Port">And at which port.</param>
/// <param name="Rack">The rack that it says it stands in; null where it does not.</param>
public sealed record BrokerNode(int Id, string Host, int Port, string? Rack)
{
    /// <summary><c>host:port</c>.</summary>
    public string Address => $"{Host}:{Port}";

    internal static BrokerNode Read(nint node) =>
        new(AdminApi.NodeId(node), Answers.Text(AdminApi.NodeHost(node)), AdminApi.NodePort(node), Answers.TextOrNull(AdminApi.NodeRack(node)));

    // librdkafka stands -1 for a node that is not there.
    internal static BrokerNode? ReadOrNull(nint node) => node == 0 || AdminApi.NodeId(node) < 0 ? null : Read(node);
}
