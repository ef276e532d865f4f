using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Typed;

/// <summary>What all kinds of stores share: uncommitted writes over committed bytes, and their life.</summary>
internal abstract class TaskStore : ITaskStore
{
    private readonly StoreLife _life;

    protected TaskStore(string name, UncommittedWrites writes)
    {
        _life = new StoreLife(name);
        Writes = writes;
    }

    /// <inheritdoc />
    public string Name => _life.Name;

    /// <inheritdoc />
    public bool IsPersistent => Committed.IsPersistent;

    /// <inheritdoc />
    public IBytesStore Committed => Writes.Committed;

    /// <inheritdoc />
    public long UncommittedBytes => Writes.Count == 0 ? 0 : Writes.SizeBytes;

    /// <summary>Whether the store is open.</summary>
    protected StoreLife Life => _life;

    /// <summary>The writes since the last commit, over what is committed.</summary>
    protected UncommittedWrites Writes { get; }

    /// <inheritdoc />
    public virtual void FlushCache()
    {
    }

    /// <inheritdoc />
    public virtual void WriteChangelog(IChangelog changelog) => Writes.WriteChangelog(changelog);

    /// <inheritdoc />
    public virtual void Commit(long? changelogOffset) => Writes.Commit(changelogOffset);

    /// <inheritdoc />
    public virtual void Rollback() => Writes.Rollback();

    /// <inheritdoc />
    public abstract object ReadOnlyView(bool committedOnly);

    /// <summary>Closes the store; what is not committed is forgotten.</summary>
    public void Dispose()
    {
        _life.Close();
        Committed.Dispose();
    }

    /// <summary>What a view reads.</summary>
    protected IBytesReader ReaderFor(bool committedOnly) => committedOnly ? Committed : Writes;
}
