namespace SmartKart.Training;

/// <summary>Training needs more memory than there is. Nothing was started.</summary>
public sealed class TrainingMemoryException : TrainingException
{
    internal TrainingMemoryException(string trainer, long neededBytes, long availableBytes, string what)
        : base($"{trainer} needs {neededBytes / 1e9:N1} GB, and {availableBytes / 1e9:N1} GB are available: {what}.") =>
        (NeededBytes, AvailableBytes) = (neededBytes, availableBytes);

    /// <summary>What it would take.</summary>
    public long NeededBytes { get; }

    /// <summary>What there is.</summary>
    public long AvailableBytes { get; }
}
