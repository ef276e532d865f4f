using SmartKart.FeatureStore.Definitions.Reading.Yaml;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>What definitions may be called: snake case, which every engine takes as a column or a key without quotes.</summary>
internal static class Names
{
    internal const int MaxLength = 64;

    /// <summary>Words that mean something else in an expression.</summary>
    private static readonly string[] Taken =
        ["now", "and", "or", "not", "in", "between", "like", "is", "null", "true", "false", "case", "when", "then", "else", "end"];

    /// <summary>Holds a name to the form.</summary>
    /// <returns>Whether it is sound; if not, there is a fault.</returns>
    internal static bool Check(YamlText name, string key, FaultList faults)
    {
        var isSnake = name.Text.Length is > 0 and <= MaxLength && char.IsAsciiLetterLower(name.Text[0])
            && name.Text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');
        if (!isSnake)
            faults.Add(name.At, key, $"'{name.Text}' is no name. Write small letters, digits and underscores, a letter first, "
                + $"{MaxLength} at most: user_activity.");
        else if (Taken.Contains(name.Text))
            faults.Add(name.At, key, $"'{name.Text}' means something in expressions. Choose another name.");
        else
            return true;
        return false;
    }
}
