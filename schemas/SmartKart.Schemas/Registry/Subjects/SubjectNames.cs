using System.Diagnostics;

namespace SmartKart.Schemas.Registry;

/// <summary>Names of subjects, as Confluent's serializers form them.</summary>
public static class SubjectNames
{
    /// <summary>The subject of a topic's keys or values.</summary>
    /// <param name="strategy">How it is named.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="part">Key or value; only <see cref="SubjectNameStrategy.TopicName"/> tells them apart.</param>
    /// <param name="schema">The schema; a record, unless the strategy leaves it out.</param>
    /// <exception cref="SchemaRegistryException">The strategy names the record, and the schema is none.</exception>
    public static string Of(SubjectNameStrategy strategy, string topic, MessagePart part, AvroSchema schema)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        return strategy switch
        {
            SubjectNameStrategy.TopicName => part == MessagePart.Key ? $"{topic}-key" : $"{topic}-value",
            SubjectNameStrategy.RecordName => RecordName(strategy, topic, part, schema),
            SubjectNameStrategy.TopicRecordName => $"{topic}-{RecordName(strategy, topic, part, schema)}",
            _ => throw new UnreachableException($"{strategy} names no subject."),
        };
    }

    private static string RecordName(SubjectNameStrategy strategy, string topic, MessagePart part, AvroSchema schema) =>
        schema is RecordSchema record
            ? record.FullName
            : throw new SchemaRegistryException(
                $"topic '{topic}', {(part == MessagePart.Key ? "key" : "value")}: " +
                $"the strategy {strategy} needs a record, and the schema is '{schema.FullName}'. " +
                $"Use {SubjectNameStrategy.TopicName}, or wrap the schema in a record.");
}
