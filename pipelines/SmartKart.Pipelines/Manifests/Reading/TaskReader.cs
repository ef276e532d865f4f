using System.Text.Json;
using SmartKart.Pipelines.Expressions;
using YamlDotNet.RepresentationModel;

namespace SmartKart.Pipelines.Manifests.Reading;

/// <summary>Reads a task of a DAG, or a step.</summary>
internal static class TaskReader
{
    public static PipelineTask Read(SourceText name, Keys keys, bool isInDag)
    {
        var arguments = keys.Section("arguments");
        var goesOn = keys.Section("continueOn");
        var task = new PipelineTask
        {
            Name = name.Value,
            At = name.At,
            Template = keys.Required("template", "train").Value ?? "",
            Arguments = [.. Parameters(arguments)],
            Artifacts = [.. Artifacts(arguments)],
            Depends = isInDag ? Depends(keys) : null,
            When = Condition(keys),
            ContinuesOnFailed = goesOn?.Switch("failed", otherwise: false) ?? false,
            ContinuesOnError = goesOn?.Switch("error", otherwise: false) ?? false,
            WithItems = Items(keys),
            WithParam = keys.Text("withParam"),
        };
        if (name.Value.Contains('.', StringComparison.Ordinal)) keys.Wrong<string>(keys.Node, "name", "has a dot. Use letters, digits and dashes.");
        arguments?.Close();
        goesOn?.Close();
        keys.Close();
        return task;
    }

    private static IEnumerable<NamedText> Parameters(Keys? arguments)
    {
        foreach (var (name, keys) in arguments?.Named("parameters") ?? [])
        {
            yield return new NamedText(name.Value, keys.Text("value") ?? keys.Wrong<SourceText>(keys.Node, "value", "is missing. Write 'value: …'."));
            keys.Close();
        }
    }

    private static IEnumerable<ArtifactArgument> Artifacts(Keys? arguments)
    {
        foreach (var (name, keys) in arguments?.Named("artifacts") ?? [])
        {
            var (from, raw) = (keys.Text("from"), PortReader.Raw(keys));
            if (from is null && raw is null)
                keys.Wrong<string>(keys.Node, "from", "is missing. Write 'from: \"{{tasks.x.outputs.artifacts.y}}\"', or 'raw: {data: …}'.");
            yield return new ArtifactArgument(name.Value, from, raw);
            keys.Close("archive", "mode");
        }
    }

    private static DependsExpression? Depends(Keys keys)
    {
        var (names, depends) = (keys.Texts("dependencies"), keys.Text("depends"));
        if (names.Count > 0 && depends is not null)
            return keys.Wrong<DependsExpression>(keys.Find("depends")!, "depends", "is there beside 'dependencies'. Keep one of them.");
        try
        {
            if (depends is { } text) return DependsExpression.Parse(text.Value);
            return names.Count == 0 ? null : DependsExpression.All([.. names.Select(name => name.Value)]);
        }
        catch (ExpressionException fault)
        {
            return keys.Wrong<DependsExpression>(keys.Find("depends") ?? keys.Find("dependencies") ?? keys.Node, "depends", fault.Message);
        }
    }

    private static SourceText? Condition(Keys keys)
    {
        if (keys.Text("when") is not { } when) return null;
        try
        {
            WhenExpression.Check(when.Value);
        }
        catch (ExpressionException fault)
        {
            keys.Wrong<string>(keys.Find("when")!, "when", fault.Message);
        }
        return when;
    }

    private static IReadOnlyList<SourceText>? Items(Keys keys)
    {
        if (keys.Find("withItems") is null) return null;
        return [.. keys.List("withItems").Select(item => new SourceText(ItemText(item), keys.Notes.PlaceOf(item)))];
    }

    // A mapping becomes JSON, as Argo makes of it.
    private static string ItemText(YamlNode item) => item switch
    {
        YamlScalarNode scalar => scalar.Value ?? "",
        YamlMappingNode mapping => JsonSerializer.Serialize(mapping.Children.ToDictionary(each => each.Key.ToString(), each => each.Value.ToString())),
        YamlSequenceNode list => JsonSerializer.Serialize(list.Children.Select(each => each.ToString())),
        _ => item.ToString(),
    };
}
