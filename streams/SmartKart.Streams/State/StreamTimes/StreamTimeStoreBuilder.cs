namespace SmartKart.Streams.State.StreamTimes;

/// <summary>Makes the store of an operator's stream time, and of what else the operator does by it.</summary>
/// <param name="name">The store's name.</param>
/// <param name="isLogged">Whether it has a changelog, as the operator's own state has.</param>
/// <param name="make">Makes the store of one task.</param>
internal sealed class StreamTimeStoreBuilder(string name, bool isLogged, Func<string, StreamTimeStore> make) : IStoreBuilder
{
    // The changelog tells few keys, some at each commit. Small segments let the broker compact it: a segment that is written to it can't.
    private static readonly Dictionary<string, string> _changelogSettings = new() { ["segment.bytes"] = "1048576" };

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string>? ChangelogSettings => isLogged ? _changelogSettings : null;

    /// <inheritdoc />
    public TimeSpan? Retention => null;

    ITaskStore IStoreBuilder.Build(StoreContext context) => make(name);
}
