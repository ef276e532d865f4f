using System.CommandLine;
using SmartKart.Local.Clusters;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>The topics of a cluster, their records, and the contracts of SmartKart's events.</summary>
internal sealed class TopicsCommand : Command, IHasExamples
{
    public TopicsCommand() : base("topics", "See, create and delete topics; read and write their records; see the contracts of the events.")
    {
        LocalConfiguration.AddFlags(this);
        Add(new TopicsListCommand());
        Add(new TopicsDescribeCommand());
        Add(new TopicsCreateCommand());
        Add(new TopicsDeleteCommand());
        Add(new TopicsConsumeCommand());
        Add(new TopicsProduceCommand());
        Add(new TopicsExportCommand());
        Add(new TopicsRetryDeadLettersCommand());
        Add(new TopicsDocsCommand());
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics list --contracts", "SmartKart's topics, without a cluster"),
        new("smartkart topics create --contracts", "create them all"),
        new("smartkart topics consume order_placed --max-messages 5", "read five orders as JSON"),
    ];
}
