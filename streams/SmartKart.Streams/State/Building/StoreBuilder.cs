using System.Collections.Frozen;

namespace SmartKart.Streams.State;

/// <summary>How a store is made: what all kinds of builders share. Immutable; each With… answers a changed copy.</summary>
/// <typeparam name="TBuilder">The kind of builder.</typeparam>
public abstract record StoreBuilder<TBuilder> : IStoreBuilder
    where TBuilder : StoreBuilder<TBuilder>
{
    private protected StoreBuilder(string name) => Name = name;

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>
    /// Whether changes go downstream once per commit instead of one by one. Only stores that keep timestamps, and sessions, can. No unless
    /// said.
    /// </summary>
    public bool IsCachingEnabled { get; private init; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string>? ChangelogSettings { get; private init; } = FrozenDictionary<string, string>.Empty;

    /// <inheritdoc />
    public virtual TimeSpan? Retention => null;

    /// <summary>Holds changes back until the commit, so that of a key's many changes one goes on.</summary>
    public TBuilder WithCachingEnabled() => (TBuilder)(this with { IsCachingEnabled = true });

    /// <summary>Lets each change go on at once.</summary>
    public TBuilder WithCachingDisabled() => (TBuilder)(this with { IsCachingEnabled = false });

    /// <summary>Gives the store a changelog topic, as it has unless told otherwise.</summary>
    /// <param name="settings">Settings of the topic beyond the usual, such as <c>min.insync.replicas</c>.</param>
    public TBuilder WithLoggingEnabled(IReadOnlyDictionary<string, string>? settings = null) =>
        (TBuilder)(this with { ChangelogSettings = settings ?? FrozenDictionary<string, string>.Empty });

    /// <summary>Takes the changelog topic away: what the store holds is lost with this instance.</summary>
    public TBuilder WithLoggingDisabled() => (TBuilder)(this with { ChangelogSettings = null });

    ITaskStore IStoreBuilder.Build(StoreContext context) => Build(context);

    private protected abstract ITaskStore Build(StoreContext context);

    private protected bool Caches(StoreContext context) => IsCachingEnabled && context.CachingEnabled;
}
