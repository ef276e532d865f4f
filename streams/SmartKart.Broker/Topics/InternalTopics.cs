using System.Globalization;

namespace SmartKart.Broker.Topics;

/// <summary>The topics in which the broker keeps its own state. Each has one partition: one broker, one coordinator.</summary>
internal static class InternalTopics
{
    public const string ConsumerOffsets = "__consumer_offsets", TransactionState = "__transaction_state", Schemas = "_schemas";

    private const int MaxBatchBytes = 64 * 1024 * 1024;      // a group's members and their assignments go into one batch

    // Small segments: only closed ones are compacted, and the rest is read back at every start.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["cleanup.policy"] = "compact",
        ["segment.bytes"] = Text(16 * 1024 * 1024),
        ["max.message.bytes"] = Text(MaxBatchBytes),
    };

    public static bool Contains(string topic) => topic is ConsumerOffsets or TransactionState or Schemas;

    /// <summary>The one partition of an internal topic, which is made if it is not there.</summary>
    public static Partition Open(TopicCatalog topics, string name) => topics.Create(name, partitions: 1, Settings).Topic.Partitions[0];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
