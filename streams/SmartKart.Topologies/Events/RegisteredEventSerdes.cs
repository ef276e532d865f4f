using System.Collections.Frozen;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;
using SmartKart.Streams;

namespace SmartKart.Topologies.Events;

/// <summary>Events in Confluent's wire format, under the ids by which a registry knows the catalogue's contracts. Safe to share between threads.</summary>
public sealed class RegisteredEventSerdes : IEventSerdes
{
    private readonly SchemaRegistryClient _registry;
    private readonly FrozenDictionary<string, SchemaId> _ids;

    private RegisteredEventSerdes(SchemaRegistryClient registry, FrozenDictionary<string, SchemaId> ids) => (_registry, _ids) = (registry, ids);

    /// <summary>Registers the contract of every topic of the catalogue; one that is registered keeps its id.</summary>
    /// <param name="registry">The registry; it stays its owner's to dispose of, after all that reads with these.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="SchemaRegistryException">The registry refuses, for example an incompatible change, or cannot be reached.</exception>
    public static async Task<RegisteredEventSerdes> RegisterAsync(SchemaRegistryClient registry, CancellationToken cancellation)
    {
        var ids = new Dictionary<string, SchemaId>();
        foreach (var topic in TopicCatalog.Shipped.All)
        {
            var schema = EventSchemas.Shipped.Of(topic);
            var subject = SubjectNames.Of(SubjectNameStrategy.TopicName, topic.Name, MessagePart.Value, schema);
            ids[topic.Name] = await registry.RegisterAsync(subject, SchemaText.Of(schema), cancellation);
        }
        return new RegisteredEventSerdes(registry, ids.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <inheritdoc />
    /// <exception cref="TopicCatalogException">The topic is not in the catalogue.</exception>
    public ISerde<T> SerdeOf<T>(string topic) where T : class, IAvroRecord<T> =>
        new EventSerde<T>(_registry, new AvroSerializer<T>(_ids[TopicCatalog.Shipped[topic].Name]), EventRules.Of(TopicCatalog.Shipped[topic]));
}
