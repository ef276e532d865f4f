using YamlDotNet.RepresentationModel;

namespace SmartKart.Pipelines.Manifests.Reading;

/// <summary>Reads one of a manifest's templates.</summary>
internal static class TemplateReader
{
    private static readonly string[] Bodies = ["container", "script", "dag", "steps"];

    /// <returns>The template, or null with a fault.</returns>
    public static Template? Read(SourceText name, Keys keys)
    {
        var bodies = Bodies.Where(body => keys.Find(body) is not null).ToArray();
        var (inputs, outputs) = (keys.Section("inputs"), keys.Section("outputs"));
        var isContainer = bodies is ["container"] or ["script"];
        var template = bodies switch
        {
            ["container"] => Container(keys.Section("container"), isScript: false),
            ["script"] => Container(keys.Section("script"), isScript: true),
            ["dag"] => Dag(keys.Section("dag"), keys.Switch("failFast", otherwise: true)),
            ["steps"] => Steps(keys),
            _ => keys.Node.Children.Keys.OfType<YamlScalarNode>().Any(key => ArgoKeys.OnlyThere.Contains(key.Value ?? "")) ? null       // Close names it
                : keys.Wrong<Template>(keys.Node, "container", $"a template is one of {string.Join(", ", Bodies)}; this has {bodies.Length} of them."),
        };
        keys.Find("failFast");
        if (!isContainer && keys.Find("activeDeadlineSeconds") is { } deadline)
            keys.Wrong<string>(deadline, "activeDeadlineSeconds", "is for containers and scripts. Write it in their templates, or in the workflow's spec.");
        var read = template is null ? null : template with
        {
            Name = name.Value,
            At = name.At,
            Inputs = PortReader.Inputs(inputs),
            InputArtifacts = PortReader.InputArtifacts(inputs, isContainer),
            Outputs = PortReader.Outputs(outputs, isContainer),
            OutputArtifacts = PortReader.OutputArtifacts(outputs, isContainer),
            Retry = RetryReader.Read(keys.Section("retryStrategy")),
            ActiveDeadlineSeconds = keys.Text("activeDeadlineSeconds"),
            Parallelism = keys.Count("parallelism"),
        };
        inputs?.Close();
        outputs?.Find("result");
        outputs?.Close();
        keys.Close(ArgoKeys.OfPods);
        return read;
    }

    private static ContainerTemplate? Container(Keys? keys, bool isScript)
    {
        if (keys is null) return null;
        keys.Find("name");
        var command = keys.Texts("command");
        if (command.Count == 0)
            keys.Wrong<string>(keys.Node, "command", "is missing. The image is not run here, so its entry point is not known: write 'command: [smartkart]'.");
        var template = new ContainerTemplate
        {
            Name = "", At = keys.At, Inputs = [], InputArtifacts = [], Outputs = [], OutputArtifacts = [],
            Image = keys.Required("image", "smartkart:latest").Value ?? "",
            Command = command,
            Args = keys.Texts("args"),
            Env = [.. keys.Named("env").Select(each => Variable(each.Name, each.Keys))],
            WorkingDir = keys.Text("workingDir"),
            Source = isScript ? keys.Required("source", "|") : null,
        };
        keys.Close(ArgoKeys.OfContainers);
        return template;
    }

    private static NamedText Variable(SourceText name, Keys keys)
    {
        var value = keys.Text("value") ?? new SourceText("", name.At);
        if (keys.Section("valueFrom") is { } from)
            keys.Wrong<string>(from.Node, "valueFrom", "takes the value from a cluster's secret or field. Write 'value', or a parameter.");
        keys.Close();
        return new NamedText(name.Value, value);
    }

    private static DagTemplate? Dag(Keys? keys, bool isFailFast)
    {
        if (keys is null) return null;
        var dag = new DagTemplate
        {
            Name = "", At = keys.At, Inputs = [], InputArtifacts = [], Outputs = [], OutputArtifacts = [],
            Tasks = [.. keys.Named("tasks").Select(each => TaskReader.Read(each.Name, each.Keys, isInDag: true))],
            FailFast = keys.Switch("failFast", isFailFast),
        };
        if (dag.Tasks.Count == 0) keys.Wrong<string>(keys.Node, "tasks", "has none. Write one at least.");
        if (keys.Find("target") is { } target)
            keys.Wrong<string>(target, "target", "chooses a part of the tasks, which is not done here. Remove the others instead.");
        keys.Close();
        return dag;
    }

    private static StepsTemplate Steps(Keys keys)
    {
        var groups = new List<IReadOnlyList<PipelineTask>>();
        foreach (var group in keys.List("steps"))
        {
            if (group is YamlSequenceNode tasks)
                groups.Add([.. tasks.Children.Select(each => keys.Named(each, "steps")).OfType<(SourceText Name, Keys Keys)>()
                    .Select(each => TaskReader.Read(each.Name, each.Keys, isInDag: false))]);
            else keys.Wrong<string>(group, "steps", "is a list of lists: '- - name: first'.");
        }
        return new StepsTemplate { Name = "", At = keys.At, Inputs = [], InputArtifacts = [], Outputs = [], OutputArtifacts = [], Groups = groups };
    }
}
