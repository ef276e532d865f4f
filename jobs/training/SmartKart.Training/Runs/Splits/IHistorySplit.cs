using SmartKart.Training.Interactions;

namespace SmartKart.Training.Runs.Splits;

/// <summary>Parts a history into what models learn, and what they are held to.</summary>
internal interface IHistorySplit
{
    /// <exception cref="InteractionException">Nothing is left to choose or to judge by.</exception>
    RunParts Of(InteractionLog log);
}

/// <summary>The protocols.</summary>
internal static class HistorySplit
{
    /// <summary>The one that a plan names.</summary>
    public static IHistorySplit Of(RecommenderPlan plan) => plan.Split switch
    {
        SplitKind.Time => new TimeSplit(plan.Validation, plan.Test),
        SplitKind.Ratio => new RatioSplit(plan.Validation, plan.Test, plan.Seed),
        SplitKind.LeaveOneOut => new LeaveOneOutSplit(),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Split, "There is no such split."),
    };
}
