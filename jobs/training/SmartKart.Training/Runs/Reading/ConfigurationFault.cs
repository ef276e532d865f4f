namespace SmartKart.Training.Runs.Reading;

/// <summary>Something in a configuration that can't be used.</summary>
/// <param name="File">Where.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Key">Which key; empty where it is the whole.</param>
/// <param name="Message">What is wrong, and what helps.</param>
public sealed record ConfigurationFault(string File, long Line, long Column, string Key, string Message)
{
    /// <summary>A line as editors follow it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {(Key.Length == 0 ? "" : Key + ": ")}{Message}";
}

/// <summary>A configuration can't be used. Nothing was trained.</summary>
public sealed class ConfigurationException : TrainingException
{
    internal ConfigurationException(IReadOnlyList<ConfigurationFault> faults, Exception? cause = null) : base(string.Join(Environment.NewLine, faults), cause) => Faults = faults;

    /// <summary>All that is wrong with it.</summary>
    public IReadOnlyList<ConfigurationFault> Faults { get; }
}
