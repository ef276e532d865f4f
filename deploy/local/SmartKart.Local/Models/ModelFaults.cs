using SmartKart.FeatureStore;
using SmartKart.Scoring;
using SmartKart.Training;
using SmartKart.Warehouse;

namespace SmartKart.Local.Models;

/// <summary>Faults of work on models that their messages explain, as a command's.</summary>
internal static class ModelFaults
{
    public static T AsCommands<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is TrainingException or ScoringException or FeatureStoreException or WarehouseException)
        {
            throw new CommandException(fault.Message, fault);
        }
    }
}
