using System.CommandLine;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>The feature definitions: what there is, whether it is sound, what changed.</summary>
internal sealed class FeaturesCommand : Command, IHasExamples
{
    public FeaturesCommand() : base("features", "See the feature definitions, check them, and compare them with what was released.")
    {
        Add(new FeaturesListCommand());
        Add(new FeaturesDescribeCommand());
        Add(new FeaturesValidateCommand());
        Add(new FeaturesDiffCommand());
        Add(new FeaturesReleaseCommand());
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart features list", "a line for each view and service"),
        new("smartkart features describe user_activity", "its source and features"),
        new("smartkart features validate", "check every definition; all faults are told at once"),
    ];
}
