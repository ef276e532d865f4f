namespace SmartKart.Streams.State.Typed;

/// <summary>Whether a store is still open: what its views on other threads ask first.</summary>
internal sealed class StoreLife(string name)
{
    private volatile bool _isClosed;

    /// <summary>The store's name.</summary>
    public string Name { get; } = name;

    /// <summary>The store is closed from now on.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Throws unless the store is open.</summary>
    /// <exception cref="InvalidStateStoreException">It is closed.</exception>
    public void ThrowIfClosed()
    {
        if (_isClosed) throw InvalidStateStoreException.Closed(Name);
    }
}
