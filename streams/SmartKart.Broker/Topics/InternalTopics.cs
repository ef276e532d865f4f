namespace SmartKart.Broker.Topics;

/// <summary>The topics in which the broker keeps its own state. Each has one partition: one broker, one coordinator.</summary>
internal static class InternalTopics
{
    public const string ConsumerOffsets = "__consumer_offsets", TransactionState = "__transaction_state", Schemas = "_schemas";

    public static bool Contains(string topic) => topic is ConsumerOffsets or TransactionState;
}
