namespace SmartKart.FeatureStore.Definitions.Reading.Yaml;

/// <summary>A value of a YAML document, with its place.</summary>
internal abstract record YamlValue(DefinitionPosition At)
{
    /// <summary>For a message: what it is.</summary>
    internal abstract string Kind { get; }
}

/// <summary>A text, a number, a duration: what YAML calls a scalar.</summary>
/// <param name="At">Where it begins, its quote included.</param>
/// <param name="Text">Its value.</param>
/// <param name="TextOffset">Columns from its beginning to its text where the file shows the text as it is, on one line; else -1.</param>
internal sealed record YamlText(DefinitionPosition At, string Text, int TextOffset) : YamlValue(At)
{
    internal override string Kind => $"the value '{Text}'";

    /// <summary>The place of a character of the text, or of the whole where the file shows it otherwise.</summary>
    internal DefinitionPosition PlaceOf(int character) => TextOffset < 0 ? At : At with { Column = At.Column + TextOffset + character };
}

internal sealed record YamlList(DefinitionPosition At, IReadOnlyList<YamlValue> Items) : YamlValue(At)
{
    internal override string Kind => "a list";
}

/// <summary>Keys with values, in the order written; each key once.</summary>
internal sealed record YamlMapping(DefinitionPosition At, IReadOnlyList<KeyValuePair<YamlText, YamlValue>> Entries) : YamlValue(At)
{
    internal override string Kind => "a mapping";

    internal YamlValue? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key).Value;
}

/// <summary>Something refused already: whoever meets it has nothing to add.</summary>
internal sealed record YamlRefused(DefinitionPosition At) : YamlValue(At)
{
    internal override string Kind => "something refused";
}
