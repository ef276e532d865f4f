using SmartKart.Backfill;
using SmartKart.FeatureStore;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.Topologies.Archive;
using SmartKart.Warehouse;

namespace SmartKart.Local.Features;

/// <summary>Faults of work on features that their messages explain, as a command's.</summary>
internal static class OfflineFaults
{
    public static async Task<T> AsCommandsAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (fault is FeatureStoreException or WarehouseException or BackfillException or ArchiveException or AggregateOverflowException)
        {
            throw new CommandException(fault.Message, fault);
        }
    }
}
