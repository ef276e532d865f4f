using System.CommandLine;
using SmartKart.Local.Terminal;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Prints one topic and the fields of its events.</summary>
internal sealed class TopicsDescribeCommand : Command, IHasExamples
{
    private readonly Argument<string> _name = new("name") { Description = "The topic; 'topics list' names them." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public TopicsDescribeCommand() : base("describe", "Describe one topic, and its events field by field.")
    {
        Add(_name);
        Add(_json);
        SetAction(parsed => Run(Named(parsed.GetRequiredValue(_name)), parsed.GetValue(_json)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics describe clickstream", "its key, retention and fields; * marks personal data"),
        new("smartkart topics describe clickstream --json", "the same, for a program to read"),
    ];

    private static Topic Named(string name)
    {
        try
        {
            return TopicCatalog.Shipped[name];
        }
        catch (TopicCatalogException unknown)
        {
            throw new CommandException(unknown.Message, unknown);
        }
    }

    private static void Run(Topic topic, bool json)
    {
        var record = EventSchemas.Shipped.Of(topic);
        if (json)
        {
            JsonOutput.Print(new { topic = TopicDocument.Of(topic), about = record.Doc, fields = record.Fields.Select(FieldDocument.Of) });
            return;
        }

        Console.WriteLine($"{topic.Name}: {topic.Doc}");
        Console.WriteLine($"key {topic.Key}, {topic.Partitions} partitions, kept: {topic.KeptText}, written by {topic.Producer}, record {topic.ValueSchema}");
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("field").NoWrap()).AddColumns("type", "meaning (* personal data)");
        foreach (var field in record.Fields)
            table.AddRow(Markup.Escape(field.Name), Markup.Escape(TypeText.Of(field.Schema)), Markup.Escape((field.IsPersonal() ? "* " : "") + field.Doc));
        ResultConsole.Create().Write(table);
        Console.WriteLine("docs/events.md explains the types that begin with a capital.");
    }

    /// <summary>One field, as <c>--json</c> prints it.</summary>
    private sealed record FieldDocument(string Name, string Type, bool Personal, string? Doc)
    {
        public static FieldDocument Of(RecordField field) => new(field.Name, TypeText.Of(field.Schema), field.IsPersonal(), field.Doc);
    }
}
