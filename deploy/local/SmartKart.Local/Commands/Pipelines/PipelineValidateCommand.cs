using System.CommandLine;
using SmartKart.Local.Pipelines;
using SmartKart.Local.Terminal;
using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Manifests.Reading;

namespace SmartKart.Local.Commands;

/// <summary>Checks manifests without running anything.</summary>
internal sealed class PipelineValidateCommand : Command, IHasExamples
{
    private readonly Argument<string[]> _pipelines = new("pipeline")
    {
        Description = "Files, or names of pipelines; all of this checkout unless given.", Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the lines." };

    public PipelineValidateCommand()
        : base("validate", "Check manifests: that this machine can run them, and what of them only a cluster heeds. Ends with status 1 where one is unsound.")
    {
        Add(_pipelines);
        Add(_json);
        SetAction(Run);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart pipeline validate", "every pipeline of this checkout"),
        new("smartkart pipeline validate mine.yaml --json", "one of yours, for a program"),
    ];

    private int Run(ParseResult parsed)
    {
        var paths = parsed.GetValue(_pipelines) is { Length: > 0 } names ? names.Select(PipelineSource.PathOf).ToArray() : [.. PipelineSource.Shipped];
        var checkedOnes = paths.Select(Check).ToArray();
        if (parsed.GetValue(_json))
        {
            JsonOutput.Print(checkedOnes.Select(each => new
            {
                File = each.Path,
                IsSound = each.Manifest is not null,
                Faults = each.Faults.Select(fault => new { fault.At.Line, fault.At.Column, fault.Key, fault.Problem }),
                Ignored = each.Manifest?.Ignored.Select(key => new { key.At.Line, key.Key }),
            }));
        }
        else
        {
            foreach (var (path, manifest, faults) in checkedOnes)
            {
                foreach (var fault in faults) Console.Error.WriteLine(fault);
                if (manifest is null) continue;
                Console.WriteLine($"{path}: sound, {manifest.Templates.Count} templates");
                PipelineTables.PrintIgnored(manifest);
            }
        }
        return checkedOnes.All(each => each.Manifest is not null) ? ExitCode.Done : ExitCode.Failed;
    }

    private static (string Path, Manifest? Manifest, IReadOnlyList<ManifestFault> Faults) Check(string path)
    {
        try
        {
            return (path, ManifestReader.Read(path), []);
        }
        catch (ManifestException error)
        {
            return (path, null, error.Faults);
        }
    }
}
