using System.Globalization;
using SmartKart.FeatureStore.Expressions;
using YamlDotNet.RepresentationModel;

namespace SmartKart.Training.Runs.Reading;

/// <summary>The keys of a mapping in a configuration: each is asked for by name, and what nobody asked for is a fault.</summary>
internal sealed class ConfigurationKeys
{
    private readonly YamlMappingNode _node;
    private readonly ConfigurationFaults _faults;
    private readonly string _path;
    private readonly List<string> _known = [];

    public ConfigurationKeys(YamlMappingNode node, string path, ConfigurationFaults faults) => (_node, _path, _faults) = (node, path, faults);

    public YamlNode Node => _node;

    /// <summary>The value of a key, or null.</summary>
    public YamlNode? Find(string key)
    {
        _known.Add(key);
        return _node.Children.FirstOrDefault(each => each.Key is YamlScalarNode name && name.Value == key).Value;
    }

    /// <summary>A text, or null, with a fault where it is no text.</summary>
    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } text } => text,
        var other => Wrong<string>(other, key, "is a text. Write one after the colon."),
    };

    /// <summary>A number between two others, or the default.</summary>
    public double Number(string key, double otherwise, double min, double max, bool isWhole = false) =>
        Find(key) is { } node ? ReadNumber(node, key, min, max, isWhole) ?? otherwise : otherwise;

    /// <summary>A number or a list of them, or null.</summary>
    public IReadOnlyList<double>? Numbers(string key, double min, double max, bool isWhole) => Find(key) switch
    {
        null => null,
        YamlSequenceNode { Children.Count: > 0 } list => [.. list.Children.Select(each => ReadNumber(each, key, min, max, isWhole)).OfType<double>()],
        YamlSequenceNode empty => Wrong<IReadOnlyList<double>>(empty, key, "has no values to try. Name one at least, or leave the key out."),
        var node => ReadNumber(node, key, min, max, isWhole) is { } one ? [one] : null,
    };

    /// <summary>True or false, or the default.</summary>
    public bool Switch(string key, bool otherwise) => Find(key) switch
    {
        null => otherwise,
        YamlScalarNode { Value: "true" } => true,
        YamlScalarNode { Value: "false" } => false,
        var other => Wrong<bool>(other, key, "is true or false."),
    };

    /// <summary>Tells of each key that wasn't asked for.</summary>
    public void NoOthers()
    {
        foreach (var (key, _) in _node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (_known.Contains(name)) continue;
            var nearest = NearestName.Of(name, _known);
            _faults.Add(key, _path, $"there is no key '{name}' here. {(nearest is null ? $"There are {string.Join(", ", _known)}." : $"Is '{nearest}' meant?")}");
        }
    }

    public string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    public T? Wrong<T>(YamlNode node, string key, string message)
    {
        _faults.Add(node, PathOf(key), message);
        return default;
    }

    private double? ReadNumber(YamlNode node, string key, double min, double max, bool isWhole)
    {
        var text = (node as YamlScalarNode)?.Value;
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= min && number <= max && (!isWhole || number == Math.Floor(number))) return number;
        _faults.Add(node, PathOf(key), string.Create(
            CultureInfo.InvariantCulture, $"'{text ?? node.ToString()}' is no {(isWhole ? "whole number" : "number")} from {min} to {max}."));
        return null;
    }
}

/// <summary>What is wrong with a file, as it is found.</summary>
/// <param name="file">Its path, as it was given.</param>
internal sealed class ConfigurationFaults(string file)
{
    private readonly List<ConfigurationFault> _all = [];

    public void Add(YamlNode at, string key, string message) => _all.Add(new ConfigurationFault(file, at.Start.Line, at.Start.Column, key, message));

    public void ThrowIfAny()
    {
        if (_all.Count > 0) throw new ConfigurationException([.. _all.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)]);
    }
}
