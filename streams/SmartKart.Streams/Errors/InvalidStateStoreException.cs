namespace SmartKart.Streams;

/// <summary>A state store was asked that is not, or no longer, here. Ask for it again, and it may be elsewhere.</summary>
/// <param name="store">The store's name.</param>
/// <param name="message">What happened to it, and the remedy.</param>
/// <param name="cause">What was caught, if anything.</param>
public sealed class InvalidStateStoreException(string store, string message, Exception? cause = null)
    : StreamsException(message, cause)
{
    /// <summary>The store's name.</summary>
    public string Store { get; } = store;

    internal static InvalidStateStoreException Closed(string store, Exception? cause = null) => new(
        store,
        $"State store '{store}' was closed: its task migrated to another instance, or this one is stopping. " +
        "Ask the client for the store again; its metadata says which instance holds the key.",
        cause);
}
