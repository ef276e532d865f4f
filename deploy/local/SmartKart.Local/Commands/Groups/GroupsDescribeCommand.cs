using System.CommandLine;
using System.Globalization;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Groups;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Prints how far a group is in each partition, and who is in it.</summary>
internal sealed class GroupsDescribeCommand : Command, IHasExamples
{
    private readonly Argument<string> _group = new("group") { Description = "The group; 'groups list' names them." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the tables." };

    public GroupsDescribeCommand() : base("describe", "Describe a group: its partitions with committed offset, end, lag and member.")
    {
        Add(_group);
        Add(_json);
        SetAction((parsed, cancel) => ClusterSession.UseAsync(
            parsed, cluster => RunAsync(cluster, parsed.GetRequiredValue(_group), parsed.GetValue(_json), cancel), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart groups describe features", "how far it is behind, partition by partition"),
        new("smartkart groups describe features --json", "the same, for a program to read"),
    ];

    private static async Task<int> RunAsync(ClusterSession cluster, string name, bool json, CancellationToken cancel)
    {
        var described = (await cluster.Admin.Groups.DescribeAsync([name], cancel))[0];
        if (described.Error?.Code == KafkaErrorCode.GroupNotFound) throw Unknown(cluster, name);
        var group = described.Value;
        var positions = await GroupPosition.ListAsync(cluster.Admin, group, cancel);
        // Kafka calls a group dead that it never heard of.
        if (group.State == GroupState.Dead && positions.Count == 0) throw Unknown(cluster, name);
        if (json) JsonOutput.Print(Document(group, positions));
        else Print(group, positions);
        return ExitCode.Done;
    }

    private static CommandException Unknown(ClusterSession cluster, string group) =>
        new($"There is no group '{group}' at {cluster.BootstrapServers}. 'smartkart groups list' names those that there are.");

    private static object Document(GroupDescription group, IReadOnlyList<GroupPosition> positions) => new
    {
        Group = group.Id,
        Protocol = $"{group.Protocol}",
        State = $"{group.State}",
        group.Assignor,
        Coordinator = group.Coordinator?.Address,
        Lag = positions.Sum(position => position.Lag),
        Partitions = positions.Select(position => new
        {
            position.Partition.Topic,
            position.Partition.Partition,
            position.Committed,
            position.End,
            position.Lag,
            Member = position.Member?.Id,
        }),
        Members = group.Members.Select(member => new
        {
            member.Id,
            member.InstanceId,
            member.ClientId,
            member.Host,
            Assignment = member.Assignment.Select(each => new { each.Topic, each.Partition }),
            TargetAssignment = member.TargetAssignment?.Select(each => new { each.Topic, each.Partition }),
        }),
    };

    private static void Print(GroupDescription group, IReadOnlyList<GroupPosition> positions)
    {
        var console = ResultConsole.Create();
        console.WriteLine(
            $"{group.Id}: {group.State}, {group.Protocol} protocol{(group.Assignor is null ? "" : $", {group.Assignor}")}, {group.Members.Count} members" +
            (group.Coordinator is null ? "" : $", coordinator {group.Coordinator.Address}"));
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("topic").NoWrap())
            .AddColumns("partition", "committed", "end", "lag").AddColumn(new TableColumn("member").NoWrap());
        foreach (var column in table.Columns.Skip(1).Take(4)) column.RightAligned();
        foreach (var position in positions)
            table.AddRow(
                Markup.Escape(position.Partition.Topic), Digits(position.Partition.Partition), Digits(position.Committed), Digits(position.End), Digits(position.Lag),
                Markup.Escape(Described(position.Member)));
        console.Write(table);
        foreach (var idle in group.Members.Where(member => member.Assignment.Count == 0))
            console.WriteLine($"{Described(idle)} has no partitions");
        console.WriteLine($"{Digits(positions.Sum(position => position.Lag))} behind in all");
    }

    private static string Described(GroupMember? member) => member is null ? "-" : $"{member.ClientId} {member.Host} {member.InstanceId ?? member.Id}";

    private static string Digits(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
