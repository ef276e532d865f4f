using SmartKart.Kafka;
using SmartKart.Streams.Graph;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Tasks;

/// <summary>
/// The open stores of one task: of an active one, or of a standby, which hand them to each other. Used by one thread at a time.
/// </summary>
internal sealed class TaskStores : IDisposable
{
    private readonly List<ITaskStore> _stores = [];
    private readonly TaskId _task;
    private readonly SubTopology _subTopology;
    private readonly string _applicationId;

    private TaskStores(TaskId task, SubTopology subTopology, string applicationId) => (_task, _subTopology, _applicationId) = (task, subTopology, applicationId);

    /// <summary>The stores, in the order of the sub-topology's.</summary>
    public IReadOnlyList<ITaskStore> All => _stores;

    /// <summary>Who counts records that come too late for a store's retention; nobody while it stands by.</summary>
    public Action? LateRecordDropped { get; set; }

    /// <summary>Opens them. Where one can't be opened, those before it are closed again.</summary>
    public static TaskStores Open(TaskId task, SubTopology subTopology, TaskSettings settings)
    {
        var stores = new TaskStores(task, subTopology, settings.ApplicationId);
        var context = new StoreContext(Folder(settings, task), task.ToString(), settings.CachingEnabled, () => stores.LateRecordDropped?.Invoke(), settings.Time);
        try
        {
            foreach (var builder in subTopology.Stores) stores._stores.Add(builder.Build(context));
            return stores;
        }
        catch
        {
            stores.Dispose();
            throw;
        }
    }

    /// <summary>Deletes what a closed task left on disk.</summary>
    public static void Delete(TaskId task, TaskSettings settings)
    {
        if (Folder(settings, task) is { } folder && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Each store with the partition of its changelog.</summary>
    public IReadOnlyList<TaskChangelog> Changelogs() => [.. _subTopology.Stores.Zip(_stores, (builder, store) => new TaskChangelog(store, builder.ChangelogSettings is null
        ? null
        : new TopicPartition(SubTopology.ChangelogTopic(_applicationId, store.Name), _task.Partition)))];

    public void Dispose()
    {
        foreach (var store in _stores) store.Dispose();
    }

    private static string? Folder(TaskSettings settings, TaskId task) => settings.StateDirectory is null ? null : Path.Combine(settings.StateDirectory, task.ToString());
}
