using SmartKart.Streams.Graph;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Tasks;

/// <summary>Opens the stores of one task: of an active one, or of a standby.</summary>
internal static class TaskStores
{
    /// <returns>The stores, in the order of the sub-topology's. Where one can't be opened, those before it are closed again.</returns>
    public static IReadOnlyList<ITaskStore> Open(TaskId task, SubTopology subTopology, TaskSettings settings, Action lateRecordDropped)
    {
        var directory = settings.StateDirectory is null ? null : Path.Combine(settings.StateDirectory, task.ToString());
        var context = new StoreContext(directory, task.ToString(), settings.CachingEnabled, lateRecordDropped, settings.Time);
        var stores = new List<ITaskStore>();
        try
        {
            foreach (var builder in subTopology.Stores) stores.Add(builder.Build(context));
            return stores;
        }
        catch
        {
            foreach (var store in stores) store.Dispose();
            throw;
        }
    }
}
