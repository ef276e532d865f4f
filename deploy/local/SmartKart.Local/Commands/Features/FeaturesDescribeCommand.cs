using System.CommandLine;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Features;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Prints one view: its source, and each feature with its type and computation.</summary>
internal sealed class FeaturesDescribeCommand : Command, IHasExamples
{
    private readonly Argument<string> _view = new("view") { Description = "The view, as 'features list' names it: user_activity, "
        + "or user_activity@1 where it has several versions." };
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public FeaturesDescribeCommand() : base("describe", "Describe one view: source, keys, and its features with their types.")
    {
        Add(_view);
        Add(_definitions);
        Add(_json);
        SetAction(parsed => DefinitionSource.Use(parsed.GetValue(_definitions), definitions =>
        {
            var view = definitions.View(parsed.GetRequiredValue(_view));
            if (parsed.GetValue(_json)) JsonOutput.Print(Document(view));
            else Print(view);
            return ExitCode.Done;
        }));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart features describe user_activity", "its source and features"),
        new("smartkart features describe user_activity --json", "the same, for a program to read"),
    ];

    private static object Document(FeatureView view) => new
    {
        view.Name,
        view.Version,
        view.Description,
        entities = view.Entities.Select(entity => entity.Name),
        joinKeys = view.JoinKeys,
        source = view.Source is null ? null : new
        {
            topic = view.Source.Topic.Name,
            view.Source.Each,
            key = view.Source.Keys.Select(key => key.Name),
            timestamp = view.Source.Timestamp.Name,
        },
        reads = view.Reads.Select(read => read.Id),
        filter = view.Filter?.Text,
        ttlSeconds = view.Ttl?.TotalSeconds,
        view.Fingerprint,
        features = view.Features.Select(feature => new
        {
            feature.Name,
            shape = $"{feature.Type.Shape}",
            type = $"{feature.Type.Value}",
            keyType = feature.Type.Key is { } key ? $"{key}" : null,
            windowSeconds = feature.Window?.Length.TotalSeconds,
            hopSeconds = feature.Window?.Hop.TotalSeconds,
            computation = FeatureText.Computation(feature),
            feature.Definition.Description,
        }),
    };

    private static void Print(FeatureView view)
    {
        Console.WriteLine(view.Description is { Length: > 0 } description ? $"{view.Id}: {description}" : view.Id);
        Console.WriteLine($"of {FeatureText.Entities(view)}, key {string.Join(", ", view.JoinKeys)}, from {FeatureText.Source(view)}"
            + (view.Source is null ? "" : $" ({string.Join(", ", view.Source.Keys.Select(key => key.Name))} at {view.Source.Timestamp.Name})")
            + (view.Ttl is { } ttl ? $", kept {FeatureText.Length(ttl)} after the last event" : ", computed when it is read"));
        if (view.Filter is not null) Console.WriteLine($"events where {view.Filter}");
        Console.WriteLine($"fingerprint {view.Fingerprint}");
        // A feature's name is there to be copied: it never breaks.
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("feature").NoWrap()).AddColumns("type", "window", "hop", "computed as");
        foreach (var feature in view.Features)
        {
            table.AddRow(Markup.Escape(feature.Name), Markup.Escape($"{feature.Type}"), feature.Window?.Text ?? "",
                feature.Window is { } window ? FeatureText.Length(window.Hop) : "", Markup.Escape(FeatureText.Computation(feature)));
        }
        ResultConsole.Create().Write(table);
    }
}
