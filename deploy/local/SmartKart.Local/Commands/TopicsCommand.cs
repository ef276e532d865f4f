using System.CommandLine;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>The topics and the contracts of their events.</summary>
internal sealed class TopicsCommand : Command, IHasExamples
{
    public TopicsCommand() : base("topics", "See the topics and the contracts of their events.")
    {
        Add(new TopicsListCommand());
        Add(new TopicsDescribeCommand());
        Add(new TopicsDocsCommand());
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics list", "every topic: its key, partitions and retention"),
        new("smartkart topics describe order_placed", "one topic, and its events field by field"),
    ];
}
