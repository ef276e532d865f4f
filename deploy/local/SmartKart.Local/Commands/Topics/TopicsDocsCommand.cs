using System.CommandLine;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Local.Commands;

/// <summary>Writes the page about the events anew, after a schema or the catalogue has changed.</summary>
internal sealed class TopicsDocsCommand : Command, IHasExamples
{
    private readonly Option<string?> _out = new("--out") { Description = "The file to write, in place of docs/events.md of this checkout.", HelpName = "file" };

    public TopicsDocsCommand() : base("docs", "Write docs/events.md from the schemas and the catalogue.")
    {
        Add(_out);
        SetAction((parsed, cancel) => RunAsync(parsed.GetValue(_out) ?? Checkout.PathOf("docs", "events.md"), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } = [new("smartkart topics docs", "after a change in schemas/")];

    private static async Task RunAsync(string file, CancellationToken cancel)
    {
        var page = EventDocs.Write(TopicCatalog.Shipped, EventSchemas.Shipped);
        var isFresh = File.Exists(file) && await File.ReadAllTextAsync(file, cancel) == page;
        if (!isFresh)
            await File.WriteAllTextAsync(file, page, cancel);
        Console.WriteLine(isFresh ? $"{file} is up to date" : $"{file} written");
    }
}
