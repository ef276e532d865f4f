namespace SmartKart.Streams.Queries;

/// <summary>The parts of one store that are on this instance, one per task, at the moment that it is asked. Any thread.</summary>
/// <param name="store">The store's name.</param>
/// <param name="now">Gives the parts, or throws where some are not ready.</param>
internal sealed class StoreViews(string store, Func<IReadOnlyList<object>> now)
{
    /// <summary>The parts.</summary>
    /// <exception cref="InvalidStateStoreException">Some are being restored, or the store is of another type.</exception>
    public IReadOnlyList<T> Now<T>() where T : class => [.. now().Select(view => view as T
        ?? throw new InvalidStateStoreException(store, $"The state store '{store}' is a {view.GetType()}, and is asked as {typeof(T)}. Ask for the types that it was built with."))];
}
