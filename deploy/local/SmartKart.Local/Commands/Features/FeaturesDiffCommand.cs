using System.CommandLine;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Definitions.Releases;
using SmartKart.Local.Features;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Prints the views and features whose meaning differs from what was released, or from another folder.</summary>
internal sealed class FeaturesDiffCommand : Command, IHasExamples
{
    private readonly Argument<string?> _other = new("other")
    {
        Description = "The folder or file to compare with, as it was before; what was released unless given.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public FeaturesDiffCommand() : base("diff", "Tell the views and features that were added, removed or changed. Meaning counts, not text.")
    {
        Add(_other);
        Add(_definitions);
        Add(_json);
        SetAction(parsed => Run(parsed.GetValue(_definitions) ?? DefinitionSource.Shipped, parsed.GetValue(_other), parsed.GetValue(_json)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart features diff", "what isn't released yet"),
        new("smartkart features diff ../shop-before/definitions", "what differs from another folder"),
    ];

    // Read without the check against what was released: a change of it is what this command is to show.
    private static int Run(string path, string? other, bool json)
    {
        var before = DefinitionSource.OrFaults(() => other is null ? ReleasedViews.Beside(path) : ReleasedViews.Of(DefinitionSet.ReadDraft(other)));
        var now = DefinitionSource.OrFaults(() => ReleasedViews.Of(DefinitionSet.ReadDraft(path)));
        if (before is null || now is null) return ExitCode.Failed;
        var changes = DefinitionChange.Between(before, now);
        if (json) JsonOutput.Print(new { changes = changes.Select(Document) });
        else Print(changes, other is null ? "what was released" : other);
        return ExitCode.Done;
    }

    private static object Document(DefinitionChange change) => new
    {
        change.View,
        kind = Word(change.Kind),
        features = change.Features.Select(feature => new { feature.Feature, kind = Word(feature.Kind) }),
    };

    private static void Print(IReadOnlyList<DefinitionChange> changes, string other)
    {
        if (changes.Count == 0)
        {
            Console.WriteLine($"the definitions mean the same as {other}");
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("view").NoWrap()).AddColumns("is", "what differs");
        foreach (var change in changes) table.AddRow(Markup.Escape(change.View), Word(change.Kind), Markup.Escape(change.Summary));
        ResultConsole.Create().Write(table);
    }

    private static string Word(ChangeKind kind) => kind.ToString().ToLowerInvariant();
}
