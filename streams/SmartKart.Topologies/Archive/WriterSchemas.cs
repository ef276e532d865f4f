using SmartKart.Schemas;
using SmartKart.Schemas.Registry;

namespace SmartKart.Topologies.Archive;

/// <summary>The schemas that wrote what is archived, each asked of the registry once, and those that it doesn't have. One thread at a time.</summary>
internal sealed class WriterSchemas(SchemaRegistryClient registry)
{
    private readonly Dictionary<SchemaId, AvroSchema> _known = [];

    /// <summary>A schema that was asked for; null where it wasn't.</summary>
    public AvroSchema? Find(SchemaId id) => _known.GetValueOrDefault(id);

    /// <summary>Asks for a schema.</summary>
    /// <exception cref="SchemaException">The registry doesn't have it, or can't be asked.</exception>
    public async Task<AvroSchema> LearnAsync(SchemaId id, CancellationToken cancellation)
    {
        var schema = await registry.GetSchemaAsync(id, cancellation);
        _known[id] = schema;
        return schema;
    }
}
