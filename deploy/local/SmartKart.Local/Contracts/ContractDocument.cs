using SmartKart.Schemas.Catalogue;

namespace SmartKart.Local.Contracts;

/// <summary>A topic as the catalogue has it, for <c>--json</c>.</summary>
/// <param name="Name">Name in Kafka.</param>
/// <param name="Doc">What it carries.</param>
/// <param name="Key">Field of the value that is the key.</param>
/// <param name="Partitions">How many.</param>
/// <param name="CleanupPolicy">In Kafka's words.</param>
/// <param name="RetentionMs">Milliseconds, or null where nothing grows too old.</param>
/// <param name="ValueSchema">Full name of the record.</param>
/// <param name="Producer">Who writes it.</param>
internal sealed record ContractDocument(string Name, string Doc, string Key, int Partitions, string CleanupPolicy, long? RetentionMs, string ValueSchema, string Producer)
{
    public static ContractDocument Of(Topic topic) => new(
        topic.Name, topic.Doc, topic.Key, topic.Partitions, topic.CleanupText, (long?)topic.Retention?.TotalMilliseconds, topic.ValueSchema, topic.Producer);
}
