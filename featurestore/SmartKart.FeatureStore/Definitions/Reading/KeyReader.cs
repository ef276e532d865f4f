using System.Globalization;
using SmartKart.FeatureStore.Definitions.Reading.Yaml;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>
/// Reads the keys of one mapping, each as what it is to be. What is wrong becomes a fault, and the value null: the caller goes on, and
/// gives up at the end.
/// </summary>
internal sealed class KeyReader
{
    private readonly YamlMapping _mapping;
    private readonly string _path;
    private readonly FaultList _faults;

    /// <summary>Opens a mapping; each key that isn't known becomes a fault with the nearest that is.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="path">What it is part of, for messages.</param>
    /// <param name="faults">Takes the faults.</param>
    /// <param name="known">The keys that it may have.</param>
    internal KeyReader(YamlMapping mapping, string path, FaultList faults, IReadOnlyCollection<string> known)
    {
        (_mapping, _path, _faults) = (mapping, path, faults);
        foreach (var (key, _) in mapping.Entries)
        {
            if (known.Contains(key.Text)) continue;
            var remedy = NearestName.Of(key.Text, known) is { } nearest ? $"Did you mean '{nearest}'?" : $"The keys are {string.Join(", ", known)}.";
            faults.Add(key.At, PathOf(key.Text), $"there is no key '{key.Text}' here. {remedy}");
        }
    }

    /// <summary>A key's place in its document, such as <c>user_activity.source.topic</c>.</summary>
    internal string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    internal bool Has(string key) => _mapping.Find(key) is not null;

    /// <summary>Where a key is written; where it isn't, its mapping.</summary>
    internal DefinitionPosition PlaceOf(string key) => _mapping.Entries.FirstOrDefault(entry => entry.Key.Text == key).Key?.At ?? _mapping.At;

    internal void Fault(string key, string problem) => _faults.Add(_mapping.Find(key)?.At ?? _mapping.At, PathOf(key), problem);

    /// <summary>A key's value; where the key is missing, a fault that shows what to write.</summary>
    internal YamlValue? Required(string key, string example)
    {
        var value = _mapping.Find(key);
        if (value is null) _faults.Add(_mapping.At, PathOf(key), $"this key is missing. Write, for example, '{key}: {example}'.");
        return value;
    }

    /// <summary>A text that isn't empty, or null.</summary>
    internal YamlText? Text(string key) => _mapping.Find(key) is { } value ? AsText(key, value) : null;

    internal YamlText? RequiredText(string key, string example) => Required(key, example) is { } value ? AsText(key, value) : null;

    /// <summary>Texts that aren't empty: a list of them, or one alone.</summary>
    internal IReadOnlyList<YamlText> Texts(string key)
    {
        if (_mapping.Find(key) is not { } value) return [];
        if (value is not YamlList list) return AsText(key, value) is { } single ? [single] : [];
        if (list.Items.Count == 0) _faults.Add(list.At, PathOf(key), "the list is empty. Leave the key out, or write what it is to hold.");
        return [.. list.Items.Select(item => AsText(key, item)).OfType<YamlText>()];
    }

    internal YamlMapping? Mapping(string key, string example)
    {
        switch (_mapping.Find(key))
        {
            case YamlMapping mapping:
                return mapping;
            case null:
                return null;
            case YamlRefused:
                _faults.MeetAgain();
                return null;
            case var value:
                _faults.Add(value.At, PathOf(key), $"keys and values are wanted here, and this is {value.Kind}. Write, for example, {example}.");
                return null;
        }
    }

    /// <summary>A description: any text, empty where there is none.</summary>
    internal string Description() => (_mapping.Find("description") is { } value ? AsText("description", value) : null)?.Text.Trim() ?? "";

    internal TimeSpan? Duration(string key)
    {
        if (Text(key) is not { } text) return null;
        if (Durations.TryParse(text.Text, out var duration)) return duration;
        _faults.Add(text.At, PathOf(key), $"'{text.Text}' is no duration. {Durations.Form}");
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    internal int? Integer(string key, int least, int most)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        _faults.Add(text.At, PathOf(key), $"'{text.Text}' isn't a whole number from {least} to {most}. Write one.");
        return null;
    }

    /// <summary>Numbers within bounds.</summary>
    internal IReadOnlyList<double> Numbers(string key, double least, double most)
    {
        var numbers = new List<double>();
        foreach (var text in Texts(key))
        {
            if (double.TryParse(text.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                numbers.Add(number);
            else
                _faults.Add(text.At, PathOf(key), string.Create(CultureInfo.InvariantCulture, $"'{text.Text}' isn't a number from {least} to {most}. "
                    + $"Write one, such as 0.5."));
        }
        return numbers;
    }

    private YamlText? AsText(string key, YamlValue value)
    {
        if (value is YamlText { Text.Length: > 0 } text) return text;
        if (value is YamlRefused)
            _faults.MeetAgain();
        else
            _faults.Add(value.At, PathOf(key), value is YamlText
                ? "this key has no value. Write one, or leave the key out."
                : $"one value is wanted here, and this is {value.Kind}. Write it plainly.");
        return null;
    }
}
