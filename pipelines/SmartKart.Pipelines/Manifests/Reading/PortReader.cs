namespace SmartKart.Pipelines.Manifests.Reading;

/// <summary>Reads what a template takes and gives.</summary>
internal static class PortReader
{
    public static IReadOnlyList<InputParameter> Inputs(Keys? inputs)
    {
        var read = new List<InputParameter>();
        foreach (var (name, keys) in inputs?.Named("parameters") ?? [])
        {
            read.Add(new InputParameter(name.Value, keys.Text("value") ?? keys.Text("default"), [.. keys.Texts("enum").Select(each => each.Value)]));
            keys.Find("description");
            keys.Close();
        }
        return read;
    }

    public static IReadOnlyList<InputArtifact> InputArtifacts(Keys? inputs, bool isContainer)
    {
        var read = new List<InputArtifact>();
        foreach (var (name, keys) in inputs?.Named("artifacts") ?? [])
        {
            read.Add(new InputArtifact(name.Value, PathOf(keys, isContainer), Raw(keys), keys.Switch("optional", otherwise: false)));
            keys.Close("archive", "artifactGC", "mode", "recurseMode");
        }
        return read;
    }

    public static IReadOnlyList<OutputParameter> Outputs(Keys? outputs, bool isContainer)
    {
        var read = new List<OutputParameter>();
        foreach (var (name, keys) in outputs?.Named("parameters") ?? [])
        {
            var from = keys.Section("valueFrom");
            var (path, parameter) = (from?.Text("path"), from?.Text("parameter"));
            if ((isContainer ? path : parameter) is null && from?.Text("default") is null)
                keys.Wrong<string>(keys.Node, "valueFrom",
                    $"is missing. Write 'valueFrom: {(isContainer ? "{path: /tmp/outputs/gain}" : "{parameter: \"{{tasks.x.outputs.parameters.y}}\"}")}'.");
            read.Add(new OutputParameter(name.Value, path, parameter, from?.Text("default")));
            from?.Close();
            keys.Find("description");
            keys.Close();
        }
        return read;
    }

    public static IReadOnlyList<OutputArtifact> OutputArtifacts(Keys? outputs, bool isContainer)
    {
        var read = new List<OutputArtifact>();
        foreach (var (name, keys) in outputs?.Named("artifacts") ?? [])
        {
            var from = keys.Text("from");
            if (!isContainer && from is null) keys.Wrong<string>(keys.Node, "from", "is missing. Write 'from: \"{{tasks.x.outputs.artifacts.y}}\"'.");
            read.Add(new OutputArtifact(name.Value, PathOf(keys, isContainer), from, keys.Switch("optional", otherwise: false)));
            keys.Close(ArgoKeys.OfArtifacts);
        }
        return read;
    }

    public static SourceText? Raw(Keys keys)
    {
        var raw = keys.Section("raw");
        var data = raw?.Required("data", "|");
        raw?.Close();
        return data;
    }

    private static SourceText? PathOf(Keys keys, bool isContainer)
    {
        var path = keys.Text("path");
        if (isContainer && path?.Value.StartsWith('/') != true)
            keys.Wrong<string>(keys.Find("path") ?? keys.Node, "path",
            "is a path of the container, from its root. Write, for example, 'path: /tmp/outputs/report.md'.");
        return path;
    }
}
