using SmartKart.Pipelines.Manifests.Checks;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SmartKart.Pipelines.Manifests.Reading;

/// <summary>
/// Reads a manifest of Argo Workflows as far as one machine can run it. All faults are told at once, each with its place; what Argo has and this machine hasn't
/// is one, by its name.
/// </summary>
public static class ManifestReader
{
    private const string Version = "argoproj.io/v1alpha1";
    private const string DescriptionKey = "workflows.argoproj.io/description";
    private static readonly string[] Kinds = ["Workflow", "WorkflowTemplate", "CronWorkflow"];

    /// <param name="path">The file; it is named so in messages.</param>
    /// <exception cref="ManifestException">It can't be read, or not be run here.</exception>
    public static Manifest Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException([new ManifestFault(new(path, 1, 1), "", $"the file can't be read: {fault.Message}")], fault);
        }
    }

    /// <param name="text">A manifest.</param>
    /// <param name="file">What it is called in messages.</param>
    /// <exception cref="ManifestException">It can't be read, or not be run here.</exception>
    public static Manifest Parse(string text, string file)
    {
        var notes = new ReadingNotes(file);
        var root = new Keys(RootOf(text, file), "", notes);
        root.Find("status");        // what a cluster wrote about a run of it
        if (root.Required("apiVersion", Version) is { Value: { } version } && version != Version)
            root.Wrong<string>(root.Find("apiVersion")!, "apiVersion", $"is {Version}.");
        var kind = root.Required("kind", "Workflow");
        if (kind.Value is not null && !Kinds.Contains(kind.Value))
            notes.Fault(kind.At, "kind", $"there is no kind '{kind}' here. {NearestName.Remedy(kind.Value, Kinds)}");
        var (name, description) = Metadata(root);
        var spec = SpecOf(root, kind.Value);
        var manifest = spec is null ? null : Spec(spec, text, file, kind.Value ?? "", name, description);
        root.Close();
        if (manifest is not null && !notes.HasFaults) ManifestChecks.Run(manifest, notes);
        notes.ThrowIfAny();
        return manifest!;       // without a spec there is a fault
    }

    private static YamlMappingNode RootOf(string text, string file)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root) return root;
            throw new ManifestException([new ManifestFault(new(file, 1, 1), "",
                $"the file has {stream.Documents.Count} documents. A manifest is one, and begins with 'apiVersion: {Version}'.")]);
        }
        catch (YamlException fault)
        {
            throw new ManifestException([new ManifestFault(new(file, (int)fault.Start.Line, (int)fault.Start.Column), "",
                $"this is no YAML: {fault.Message}")], fault);
        }
    }

    private static (string Name, string Description) Metadata(Keys root)
    {
        var metadata = root.Section("metadata");
        if (metadata is null)
        {
            root.Wrong<string>(root.Node, "metadata", "is missing. Write 'metadata: {generateName: retrain-}'.");
            return ("", "");
        }
        var name = metadata.Text("name") ?? metadata.Text("generateName");
        if (name is null) metadata.Wrong<string>(metadata.Node, "name", "is missing. Write 'name: retrain', or 'generateName: retrain-'.");
        var description = metadata.Section("annotations")?.Text(DescriptionKey)?.Value ?? "";
        metadata.Close("annotations", "labels", "namespace", "creationTimestamp", "uid", "resourceVersion", "generation");
        return (name?.Value.TrimEnd('-') ?? "", description.Trim());
    }

    private static Keys? SpecOf(Keys root, string? kind)
    {
        var spec = root.Section("spec");
        if (spec is not null && kind == "CronWorkflow")
        {
            var workflow = spec.Section("workflowSpec");
            if (workflow is null) spec.Wrong<Keys>(spec.Node, "workflowSpec", "is missing. Write the workflow below it.");
            spec.Close(ArgoKeys.OfSchedules);
            return workflow;
        }
        return spec ?? root.Wrong<Keys>(root.Node, "spec", "is missing. Write 'spec:', and below it 'entrypoint' and 'templates'.");
    }

    private static Manifest Spec(Keys spec, string text, string file, string kind, string name, string description)
    {
        var manifest = new Manifest
        {
            File = file,
            Text = text,
            Kind = kind,
            Name = name,
            Description = description,
            Entrypoint = spec.Required("entrypoint", "main").Value ?? "",
            OnExit = spec.Text("onExit")?.Value,
            Parallelism = spec.Count("parallelism"),
            ActiveDeadline = spec.Count("activeDeadlineSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Parameters = Parameters(spec.Section("arguments")),
            Templates = spec.Named("templates").Select(each => TemplateReader.Read(each.Name, each.Keys)).OfType<Template>()
                .ToDictionary(template => template.Name, StringComparer.Ordinal),
            Ignored = spec.Notes.IgnoredKeys,
        };
        spec.Close(ArgoKeys.OfWorkflows);
        return manifest;
    }

    private static List<WorkflowParameter> Parameters(Keys? arguments)
    {
        if (arguments is null) return [];
        var parameters = new List<WorkflowParameter>();
        foreach (var (name, keys) in arguments.Named("parameters"))
        {
            parameters.Add(new WorkflowParameter(name.Value, (keys.Text("value") ?? keys.Text("default"))?.Value,
                [.. keys.Texts("enum").Select(each => each.Value)], keys.Text("description")?.Value ?? ""));
            keys.Close();
        }
        arguments.Close();
        return parameters;
    }
}
