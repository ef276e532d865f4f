using System.CommandLine;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Features;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Checks definitions, and prints every fault with its place: what an editor, a hook or a build calls.</summary>
internal sealed class FeaturesValidateCommand : Command, IHasExamples
{
    private readonly Argument<string?> _path = new("path")
    {
        Description = "A folder of definitions, or one file; featurestore/definitions of this checkout unless given.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document, faults included." };

    public FeaturesValidateCommand() : base("validate", "Check definitions against each other, the event contracts and what was released; "
        + "exits with 1 if there is a fault.")
    {
        Add(_path);
        Add(_json);
        SetAction(parsed => Run(parsed.GetValue(_path), parsed.GetValue(_json)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart features validate", "check this checkout's definitions"),
        new("smartkart features validate my/definitions", "check those of another folder"),
    ];

    private static int Run(string? path, bool json) => json ? RunJson(path) : DefinitionSource.Use(path, definitions =>
    {
        Console.WriteLine($"{definitions.Entities.Count} entities, {definitions.Views.Count} views with "
            + $"{definitions.Views.Sum(view => view.Features.Count)} features, "
            + $"{definitions.Services.Count} services: all sound");
        return ExitCode.Done;
    });

    private static int RunJson(string? path)
    {
        IReadOnlyList<DefinitionFault> faults = [];
        try
        {
            _ = DefinitionSet.Read(path ?? DefinitionSource.Shipped);
        }
        catch (DefinitionException error)
        {
            faults = error.Faults;
        }
        JsonOutput.Print(new
        {
            isSound = faults.Count == 0,
            faults = faults.Select(fault => new { fault.At.File, fault.At.Line, fault.At.Column, fault.Key, fault.Problem }),
        });
        return faults.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
