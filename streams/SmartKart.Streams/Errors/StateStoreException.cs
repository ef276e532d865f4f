namespace SmartKart.Streams;

/// <summary>
/// A state store cannot do what its task needs of it: its folder cannot be opened, its disk is full, its library is missing. Nothing was
/// half done: the store holds what it held before the call.
/// </summary>
/// <param name="store">The store's name.</param>
/// <param name="task">The task it belongs to.</param>
/// <param name="message">What failed, where, and the remedy.</param>
/// <param name="cause">What was caught, if anything.</param>
public sealed class StateStoreException(string store, string task, string message, Exception? cause = null)
    : StreamsException($"State store '{store}' of task {task}: {message}", cause)
{
    /// <summary>The store's name.</summary>
    public string Store { get; } = store;

    /// <summary>The task it belongs to.</summary>
    public string Task { get; } = task;
}
