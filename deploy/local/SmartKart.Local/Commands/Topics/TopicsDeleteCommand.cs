using System.CommandLine;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Deletes topics with all their records.</summary>
internal sealed class TopicsDeleteCommand : Command, IHasExamples
{
    private readonly Argument<string[]> _names = new("name") { Description = "The topics to delete, with all their records.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _ifExists = new("--if-exists") { Description = "A topic that does not exist is no failure." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of lines." };

    public TopicsDeleteCommand() : base("delete", "Delete topics with all their records.")
    {
        Add(_names);
        Add(_ifExists);
        Add(_json);
        SetAction((parsed, cancel) => ClusterSession.UseAsync(parsed, cluster => RunAsync(cluster, parsed, cancel), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics delete audit", "delete one topic"),
        new("smartkart topics delete audit old_audit --if-exists --json", "delete what there is of two, and say so to a program"),
    ];

    private async Task<int> RunAsync(ClusterSession cluster, ParseResult parsed, CancellationToken cancel)
    {
        var results = await cluster.Admin.Topics.DeleteAsync(parsed.GetRequiredValue(_names).Distinct(), cancel);
        return TopicOutcomes.Print(
            results, "deleted", "did not exist", KafkaErrorCode.UnknownTopicOrPartition, parsed.GetValue(_ifExists), parsed.GetValue(_json));
    }
}
