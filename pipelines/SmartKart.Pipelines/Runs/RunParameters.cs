using SmartKart.Pipelines.Manifests;

namespace SmartKart.Pipelines.Runs;

/// <summary>What a run is told, held to what its manifest declares.</summary>
public static class RunParameters
{
    /// <summary>Every parameter's value, in the order declared.</summary>
    /// <param name="manifest">Declares them.</param>
    /// <param name="given">Those that are given.</param>
    /// <exception cref="ParameterException">One isn't declared, has no value, or one that it may not have.</exception>
    public static IReadOnlyDictionary<string, string> Resolve(Manifest manifest, IReadOnlyDictionary<string, string> given)
    {
        var names = manifest.Parameters.Select(parameter => parameter.Name).ToArray();
        var faults = given.Keys.Except(names).Select(name => $"{manifest.Name} has no parameter '{name}'. {NearestName.Remedy(name, names)}").ToList();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in manifest.Parameters)
        {
            if ((given.GetValueOrDefault(parameter.Name) ?? parameter.Value) is not { } value)
                faults.Add($"{manifest.Name} needs the parameter '{parameter.Name}'. Give it: -p {parameter.Name}=…");
            else if (parameter.Enum.Count > 0 && !parameter.Enum.Contains(value)) faults.Add(
                $"'{value}' is no value of '{parameter.Name}'. It has {string.Join(", ", parameter.Enum)}.");
            else values[parameter.Name] = value;
        }
        return faults.Count == 0 ? values : throw new ParameterException(string.Join(' ', faults));
    }
}
