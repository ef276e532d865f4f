namespace SmartKart.Scoring.Registry;

/// <summary>What a model, an alias and a run may be called, here and at MLflow: what can name a folder, too.</summary>
internal static class ModelName
{
    /// <exception cref="RegistryException">It has other characters, or none.</exception>
    public static void Check(string name)
    {
        if (name.Length == 0 || name is "." or ".." || name.Any(each => !char.IsAsciiLetterOrDigit(each) && each is not ('_' or '-' or '.')))
            throw new RegistryException($"'{name}' can't be a model's name or alias. Use letters, digits, '_', '-' and '.'.");
    }
}
