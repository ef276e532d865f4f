using System.CommandLine;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>The feature definitions: what there is, whether it is sound, what changed; and what comes of them.</summary>
internal sealed class FeaturesCommand : Command, IHasExamples
{
    public FeaturesCommand() : base(
        "features", "See and check the feature definitions; read the online store, hold it to the history, and build training sets.")
    {
        Add(new FeaturesListCommand());
        Add(new FeaturesDescribeCommand());
        Add(new FeaturesGetCommand());
        Add(new FeaturesValidateCommand());
        Add(new FeaturesDiffCommand());
        Add(new FeaturesReleaseCommand());
        Add(new FeaturesTrainingSetCommand());
        Add(new FeaturesParityCommand());
        Add(new FeaturesSizeCommand());
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart features list", "a line for each view and service"),
        new("smartkart features describe user_activity", "its source and features"),
        new("smartkart features get visitor user_id=user-107", "what the online store has of one visitor"),
        new("smartkart features training-set --service recommender --labels labels.parquet --out training.parquet", "a training set, point in time"),
        new("smartkart features validate", "check every definition; all faults are told at once"),
    ];
}
