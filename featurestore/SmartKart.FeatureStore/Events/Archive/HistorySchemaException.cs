namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>An event contract that history cannot be written of.</summary>
public sealed class HistorySchemaException : FeatureStoreException
{
    internal HistorySchemaException(string topic, string path, string problem)
        : base($"topic '{topic}', field '{path}': {problem}") => (Topic, Field) = (topic, path);

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The field's dotted path.</summary>
    public string Field { get; }
}
