namespace SmartKart.Streams;

/// <summary>
/// A state store holds a value that its serde can't read: the type of its values has changed. No handler may pass over that, for it is
/// the state that is wrong and not the record at hand.
/// </summary>
/// <param name="store">The store's name.</param>
/// <param name="cause">What the serde said.</param>
public sealed class StoredValueException(string store, Exception cause) : StreamsException(
    $"The state store '{store}' holds a value that its serde can't read: {cause.Message} " +
    "If the type of its values has changed, give the store another name, or the application another id, and process its sources anew.", cause)
{
    /// <summary>The store's name.</summary>
    public string Store { get; } = store;
}
