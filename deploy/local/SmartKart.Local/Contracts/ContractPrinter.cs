using SmartKart.Local.Terminal;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using Spectre.Console;

namespace SmartKart.Local.Contracts;

/// <summary>A topic's contract, its events field by field: as a table, and as <c>--json</c> prints it.</summary>
internal static class ContractPrinter
{
    public static object Document(Topic topic)
    {
        var record = EventSchemas.Shipped.Of(topic);
        return new { topic = ContractDocument.Of(topic), about = record.Doc, fields = record.Fields.Select(FieldDocument.Of) };
    }

    public static void Print(Topic topic)
    {
        Console.WriteLine($"{topic.Name}: {topic.Doc}");
        Console.WriteLine($"key {topic.Key}, {topic.Partitions} partitions, kept: {topic.KeptText}, written by {topic.Producer}, record {topic.ValueSchema}");
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("field").NoWrap()).AddColumns("type", "meaning (* personal data)");
        foreach (var field in EventSchemas.Shipped.Of(topic).Fields)
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
