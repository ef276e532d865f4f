namespace SmartKart.Training.DeepFm;

/// <summary>The machine has less memory than training would take. Nothing was trained.</summary>
public sealed class DeepFmMemoryException : TrainingException
{
    internal DeepFmMemoryException(long neededBytes, long availableBytes) : base(
        $"Training this DeepFM takes {neededBytes >> 20:N0} MiB, and the process may use {availableBytes >> 20:N0} MiB. " +
        "Hash the largest fields into fewer buckets, or lower EmbeddingDimension or BatchSize.")
    {
        NeededBytes = neededBytes;
        AvailableBytes = availableBytes;
    }

    /// <summary>What training would take, in bytes.</summary>
    public long NeededBytes { get; }

    /// <summary>What the process may use of the machine's memory, in bytes.</summary>
    public long AvailableBytes { get; }
}
