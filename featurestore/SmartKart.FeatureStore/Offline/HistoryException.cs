namespace SmartKart.FeatureStore.Offline;

/// <summary>The history of a topic is missing, or isn't what the views read. Nothing was written.</summary>
public sealed class HistoryException : FeatureStoreException
{
    internal HistoryException(string topic, string message, Exception? cause = null) : base(message, cause) => Topic = topic;

    /// <summary>Whose.</summary>
    public string Topic { get; }
}
