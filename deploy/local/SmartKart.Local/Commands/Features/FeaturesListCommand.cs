using System.CommandLine;
using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Features;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Prints the views and services, a line each.</summary>
internal sealed class FeaturesListCommand : Command, IHasExamples
{
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the tables." };

    public FeaturesListCommand() : base("list", "List the feature views and services.")
    {
        Add(_definitions);
        Add(_json);
        SetAction(parsed => DefinitionSource.Use(parsed.GetValue(_definitions), definitions =>
        {
            if (parsed.GetValue(_json)) PrintJson(definitions);
            else Print(definitions);
            return ExitCode.Done;
        }));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart features list", "a line for each view and service"),
        new("smartkart features list --json", "the same, for a program to read"),
    ];

    private static void PrintJson(DefinitionSet definitions) => JsonOutput.Print(new
    {
        views = definitions.Views.Select(view => new
        {
            view.Name,
            view.Version,
            entities = view.Entities.Select(entity => entity.Name),
            topic = view.Source?.Topic.Name,
            reads = view.Reads.Select(read => read.Id),
            features = view.Features.Count,
            view.Description,
        }),
        services = definitions.Services.Select(service => new
        {
            service.Name,
            features = service.Features.Select(feature => $"{feature}"),
            service.Description,
        }),
    });

    private static void Print(DefinitionSet definitions)
    {
        var console = ResultConsole.Create();
        var views = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("view").NoWrap())
            .AddColumns("of", "from")
            .AddColumn(new TableColumn("features").RightAligned())
            .AddColumn("description");
        foreach (var view in definitions.Views)
        {
            views.AddRow(Markup.Escape(view.Id), Markup.Escape(FeatureText.Entities(view)), Markup.Escape(FeatureText.Source(view)),
                view.Features.Count.ToString(CultureInfo.InvariantCulture), Markup.Escape(view.Description));
        }
        console.Write(views);
        if (definitions.Services.Count == 0) return;
        var services = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("service").NoWrap())
            .AddColumn("keys")
            .AddColumn(new TableColumn("features").RightAligned())
            .AddColumn("description");
        foreach (var service in definitions.Services)
        {
            services.AddRow(Markup.Escape(service.Name), string.Join(", ", service.Entities.SelectMany(entity => entity.JoinKeys)),
                service.Features.Count.ToString(CultureInfo.InvariantCulture), Markup.Escape(service.Description));
        }
        console.Write(services);
    }
}
