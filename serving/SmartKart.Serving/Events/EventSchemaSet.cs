using System.Collections.Frozen;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;

namespace SmartKart.Serving.Events;

/// <summary>How the events of a topic are written.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Contract">Its contract.</param>
/// <param name="Id">By which the registry knows it.</param>
/// <param name="Rules">What is asked of values beyond their types.</param>
internal sealed record EventSchema(Topic Topic, RecordSchema Contract, SchemaId Id, EventRules Rules);

/// <summary>The contracts of the topics that shops write, registered. Immutable, thread safe.</summary>
internal sealed class EventSchemaSet
{
    private const string Commerce = "commerce";

    private readonly FrozenDictionary<string, EventSchema> _topics;

    private EventSchemaSet(FrozenDictionary<string, EventSchema> topics) => _topics = topics;

    /// <summary>The topics' names, in order.</summary>
    public IEnumerable<string> Names => _topics.Keys.Order(StringComparer.Ordinal);

    /// <summary>A topic's; null where shops don't write it.</summary>
    public EventSchema? Find(string topic) => _topics.GetValueOrDefault(topic);

    /// <summary>Registers them; one that is registered keeps its id.</summary>
    /// <exception cref="SchemaRegistryException">The registry refuses, or can't be reached.</exception>
    public static async Task<EventSchemaSet> RegisterAsync(SchemaRegistryClient registry, CancellationToken cancel)
    {
        var topics = new Dictionary<string, EventSchema>(StringComparer.Ordinal);
        foreach (var topic in TopicCatalog.Shipped.All.Where(topic => topic.Producer == Commerce))
        {
            var contract = EventSchemas.Shipped.Of(topic);
            var subject = SubjectNames.Of(SubjectNameStrategy.TopicName, topic.Name, MessagePart.Value, contract);
            topics[topic.Name] = new EventSchema(topic, contract, await registry.RegisterAsync(subject, SchemaText.Of(contract), cancel), EventRules.Of(topic));
        }
        return new EventSchemaSet(topics.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
