using System.CommandLine;
using SmartKart.Local.Clusters;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>The consumer groups of a cluster, of both protocols.</summary>
internal sealed class GroupsCommand : Command, IHasExamples
{
    public GroupsCommand() : base("groups", "See consumer groups, how far they are and who is in them; move them.")
    {
        LocalConfiguration.AddFlags(this);
        Add(new GroupsListCommand());
        Add(new GroupsDescribeCommand());
        Add(new GroupsResetOffsetsCommand());
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart groups list", "every group of the cluster"),
        new("smartkart groups describe features", "how far a group is behind, and who is in it"),
    ];
}
