namespace SmartKart.Streams.State;

/// <summary>How a store is made, once per task.</summary>
public interface IStoreBuilder
{
    /// <summary>The store's name.</summary>
    string Name { get; }

    /// <summary>Settings of its changelog topic beyond the usual; null where it has no changelog.</summary>
    IReadOnlyDictionary<string, string>? ChangelogSettings { get; }

    /// <summary>For how long a windowed store must keep what it holds; null for a store without windows. Decides the changelog's retention.</summary>
    TimeSpan? Retention { get; }

    /// <summary>Makes the store of one task.</summary>
    internal ITaskStore Build(StoreContext context);
}

/// <summary>For whom a store is made.</summary>
/// <param name="TaskDirectory">The task's folder; a persistent store has one of its own name there. Null: nothing may be kept on disk.</param>
/// <param name="Task">The task, as errors and metrics name it.</param>
/// <param name="CachingEnabled">Whether a store that caches may: the test driver's may not.</param>
/// <param name="LateRecordDropped">Is called for each record that came too late for the store's retention.</param>
/// <param name="Time">What tells the time.</param>
/// <param name="ChangelogTopic">The topic that the store is restored from; state on disk that came from another is not trusted.</param>
internal sealed record StoreContext(
    string? TaskDirectory, string Task, bool CachingEnabled, Action LateRecordDropped, TimeProvider Time, string? ChangelogTopic = null);
