using System.CommandLine;
using System.Globalization;
using SmartKart.Local.Clusters;
using SmartKart.Local.Models;
using SmartKart.Local.Terminal;
using SmartKart.Scoring.Registry;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Compares what two versions' runs measured.</summary>
internal sealed class ModelsCompareCommand : Command, IHasExamples
{
    private readonly Argument<string> _name = new("name") { Description = "The registered model." };
    private readonly Argument<string> _one = new("version") { Description = "A version's number or an alias." };
    private readonly Argument<string> _other = new("other") { Description = "Another.", DefaultValueFactory = _ => ModelAliases.Champion };
    private readonly Option<DirectoryInfo?> _registry = RegistryOption.Create();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public ModelsCompareCommand() : base(
        "compare", "Compare the metrics of two versions of a model; the second is the champion unless named. Each was measured on its own held-out time.")
    {
        LocalConfiguration.AddModelFlags(this);
        foreach (var argument in new[] { _name, _one, _other }) Add(argument);
        Add(_registry);
        Add(_json);
        SetAction(parsed => ModelFaults.AsCommands(() => Run(parsed)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart models compare shop_recommender candidate", "the candidate beside the champion"),
        new("smartkart models compare shop_recommender 3 1", "two versions"),
    ];

    private int Run(ParseResult parsed)
    {
        var registry = RegistryOption.Read(parsed, _registry);
        var name = parsed.GetRequiredValue(_name);
        var (one, other) = (registry.Find(name, parsed.GetRequiredValue(_one)), registry.Find(name, parsed.GetRequiredValue(_other)));
        var (first, second) = (registry.MetricsOf(one), registry.MetricsOf(other));
        if (parsed.GetValue(_json))
        {
            var metrics = first.Keys.Intersect(second.Keys).ToDictionary(key => key, key => new { Version = first[key], Other = second[key] });
            JsonOutput.Print(new { Version = one, Other = other, Metrics = metrics });
            return ExitCode.Done;
        }
        var table = new Table().AddColumns("metric", $"version {one.Version}", $"version {other.Version}", "difference");
        foreach (var key in first.Keys.Intersect(second.Keys))
        {
            table.AddRow(key, Number(first[key], "0.0000"), Number(second[key], "0.0000"), Number(first[key] - second[key], "+0.0000;-0.0000;0"));
        }
        ResultConsole.Create().Write(table);
        return ExitCode.Done;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
