using System.Globalization;
using SmartKart.Local.Terminal;
using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Runs;
using SmartKart.Pipelines.Runs.Nodes;
using SmartKart.Pipelines.Runs.Plans;
using Spectre.Console;

namespace SmartKart.Local.Pipelines;

/// <summary>Pipelines and their runs for a person.</summary>
internal static class PipelineTables
{
    public static void Print(RunDocument run)
    {
        var table = new Table().AddColumns("step", "phase", "attempts", "seconds", "what it gave");
        foreach (var node in run.Nodes) table.AddRow(Markup.Escape(node.Name), $"{node.Phase}", node.Attempts == 0 ? "" : $"{node.Attempts}", Seconds(node),
            Markup.Escape(Gave(node)));
        ResultConsole.Create().Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{run.Run}: {run.Phase}{(run.FinishedAt is { } end ? $" after {(end - run.StartedAt).TotalSeconds:0.0} s" : "")}, in {run.Folder}"));
        if (run.Message is not null) Console.WriteLine($"  {run.Message}");
        if (run.Phase is not "Succeeded" and not "Running") Console.WriteLine($"  Go on after what succeeded: smartkart pipeline run --resume {run.Run}");
    }

    public static void Print(IReadOnlyList<PlannedStep> steps)
    {
        foreach (var (index, step) in steps.Index())
        {
            var conditions = new[]
            {
                step.After is null ? null : $"after {step.After}", step.When is null ? null : $"when {step.When}",
                step.Items is null ? null : $"for each of {step.Items}", step.Retries is null ? null : $"retries {step.Retries}",
            };
            Console.WriteLine($"{index + 1}. {step.Node}{string.Concat(conditions.OfType<string>().Select(each => $"; {each}"))}");
            Console.WriteLine($"   {string.Join(' ', step.Command.Select(Quoted))}");
            foreach (var line in step.Source?.TrimEnd('\n').Split('\n') ?? []) Console.WriteLine($"   | {line}");
        }
    }

    /// <summary>What this machine passes over, a line; nothing where there is none of it.</summary>
    public static void PrintIgnored(Manifest manifest)
    {
        var images = manifest.Templates.Values.OfType<ContainerTemplate>().Select(template => template.Image).Distinct().ToArray();
        if (images.Length > 0) Console.WriteLine($"only a cluster runs the images {string.Join(", ", images)}; here their programs are this machine's");
        foreach (var group in manifest.Ignored.GroupBy(each => each.Key.Split('.')[^1]))
            Console.WriteLine($"only a cluster heeds {group.Key} (line {string.Join(", ", group.Select(each => each.At.Line))})");
    }

    private static string Seconds(NodeRecord node) =>
        node is { StartedAt: { } start, FinishedAt: { } end } ? (end - start).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) : "";

    private static string Gave(NodeRecord node)
    {
        if (node.Message is not null) return node.Message;
        var parts = (node.Outputs?.Parameters.Select(each => $"{each.Key}={each.Value}") ?? []).Concat(node.Outputs?.Artifacts.Keys ?? []).ToArray();
        return parts.Length > 0 || node.Outputs?.Result is not { Length: > 0 and < 80 } result ? string.Join(", ", parts) : result.ReplaceLineEndings(" ");
    }

    private static string Quoted(string word) => word.Length == 0 || word.Contains(' ', StringComparison.Ordinal) ? $"'{word}'" : word;
}
