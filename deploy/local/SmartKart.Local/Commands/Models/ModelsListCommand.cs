using System.CommandLine;
using SmartKart.Local.Clusters;
using SmartKart.Local.Models;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Lists the registered models' versions.</summary>
internal sealed class ModelsListCommand : Command, IHasExamples
{
    private readonly Option<DirectoryInfo?> _registry = RegistryOption.Create();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public ModelsListCommand() : base("list", "List the versions of all registered models, the latest first.")
    {
        LocalConfiguration.AddModelFlags(this);
        Add(_registry);
        Add(_json);
        SetAction(parsed => ModelFaults.AsCommands(() => Run(parsed)));
    }

    public IReadOnlyList<Example> Examples { get; } = [new("smartkart models list", "all versions of all models"), new("smartkart models list --json", "the same for a program")];

    private int Run(ParseResult parsed)
    {
        var registry = RegistryOption.Read(parsed, _registry);
        var versions = registry.Names().SelectMany(name => registry.Versions(name)).ToArray();
        if (parsed.GetValue(_json)) JsonOutput.Print(versions);
        else if (versions.Length == 0) Console.WriteLine($"No model is registered in {registry.Location}. 'smartkart train recommender' makes one.");
        else
        {
            var table = new Table().AddColumns("model", "version", "aliases", "registered", "what it is");
            foreach (var version in versions)
                table.AddRow(version.Name, $"{version.Version}", string.Join(", ", version.Aliases), version.CreatedAt.ToString("u", null), Markup.Escape(version.Description));
            ResultConsole.Create().Write(table);
        }
        return ExitCode.Done;
    }
}
