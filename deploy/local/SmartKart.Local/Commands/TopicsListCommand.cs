using System.CommandLine;
using System.Globalization;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Prints the catalogue, a line for each topic.</summary>
internal sealed class TopicsListCommand : Command, IHasExamples
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public TopicsListCommand() : base("list", "List the topics: key, partitions, how long records are kept, who writes them.")
    {
        Add(_json);
        SetAction(parsed => Run(parsed.GetValue(_json)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics list", "a line for each topic"),
        new("smartkart topics list --json", "the same, for a program to read"),
    ];

    private static void Run(bool json)
    {
        if (json)
        {
            JsonOutput.Print(new { topics = TopicCatalog.Shipped.All.Select(TopicDocument.Of) });
            return;
        }

        // A topic's name is there to be copied: it never breaks.
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("topic").NoWrap())
            .AddColumn(new TableColumn("key").NoWrap())
            .AddColumn(new TableColumn("partitions").RightAligned())
            .AddColumns("kept", "written by");
        foreach (var topic in TopicCatalog.Shipped.All)
            table.AddRow(topic.Name, topic.Key, topic.Partitions.ToString(CultureInfo.InvariantCulture), topic.KeptText, topic.Producer);
        ResultConsole.Create().Write(table);
    }
}
