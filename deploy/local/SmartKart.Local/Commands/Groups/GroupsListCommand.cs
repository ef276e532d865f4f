using System.CommandLine;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Prints the cluster's groups, a line each.</summary>
internal sealed class GroupsListCommand : Command, IHasExamples
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public GroupsListCommand() : base("list", "List the groups: their protocol and what they do.")
    {
        Add(_json);
        SetAction((parsed, cancel) => ClusterSession.UseAsync(parsed, cluster => RunAsync(cluster, parsed.GetValue(_json), cancel), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart groups list", "a line for each group"),
        new("smartkart groups list --json", "the same, for a program to read"),
    ];

    private static async Task<int> RunAsync(ClusterSession cluster, bool json, CancellationToken cancel)
    {
        var groups = await cluster.Admin.Groups.ListAsync(cancel);
        if (json) JsonOutput.Print(new { groups = groups.Select(group => new { group = group.Id, Protocol = $"{group.Protocol}", State = $"{group.State}", group.IsSimple }) });
        else Print(groups);
        return ExitCode.Done;
    }

    private static void Print(IReadOnlyList<GroupListing> groups)
    {
        if (groups.Count == 0)
        {
            Console.WriteLine("there are no groups");
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("group").NoWrap()).AddColumns("protocol", "state");
        foreach (var group in groups)
            table.AddRow(Markup.Escape(group.Id), group.IsSimple ? "none" : $"{group.Protocol}", $"{group.State}");
        ResultConsole.Create().Write(table);
    }
}
