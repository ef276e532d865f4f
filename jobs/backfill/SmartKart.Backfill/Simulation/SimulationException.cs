namespace SmartKart.Backfill.Simulation;

/// <summary>A simulation could not be written, or not be found again.</summary>
public sealed class SimulationException : BackfillException
{
    private SimulationException(string path, string message, Exception? cause = null) : base($"{path}: {message}", cause) => Path = path;

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    internal static SimulationException Taken(string folder) => new(folder,
        "this folder has something in it, and a simulation is never mixed with anything else. Name one that isn't there yet, or empty it.");

    internal static SimulationException NotWritten(string folder, Exception cause) => new(folder,
        $"the simulation can't be written: {cause.Message} See that the disk has room and the folder can be written to.", cause);

    internal static SimulationException Unreadable(string path, Exception? cause) => new(path,
        $"it doesn't tell what was simulated{(cause is null ? "" : $": {cause.Message.TrimEnd('.')}")}. Simulate again: smartkart simulate --out.", cause);

    internal static SimulationException OtherRules(string path, int rules) => new(path,
        $"it was simulated by rules {rules}, and this is a simulator by rules {SimulatedHistory.RulesVersion}: it would tell other events. "
        + "Simulate again: smartkart simulate --out.");
}
