namespace SmartKart.Serving.Rollouts;

/// <summary>What becomes of a model's candidate while its champion serves.</summary>
public enum RolloutMode
{
    /// <summary>Nothing: it isn't even opened.</summary>
    Off,

    /// <summary>It makes a list of each request beside the champion, whose list is the answer.</summary>
    Shadow,

    /// <summary>Some visitors get its lists, until these turn out worse than the champion's: then none does.</summary>
    Canary,

    /// <summary>Some visitors get its lists for as long as the experiment runs.</summary>
    Ab,
}

/// <summary>What modes are called in configuration, files and answers.</summary>
public static class RolloutModes
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<RolloutMode>().Select(Of)];

    /// <summary>A mode's name.</summary>
    public static string Of(RolloutMode mode) => mode switch
    {
        RolloutMode.Off => "off",
        RolloutMode.Shadow => "shadow",
        RolloutMode.Canary => "canary",
        _ => "ab",
    };

    /// <summary>The mode of a name, in whatever case; null where there is none.</summary>
    public static RolloutMode? Find(string name) =>
        All.Contains(name, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<RolloutMode>(name, ignoreCase: true) : null;
}
