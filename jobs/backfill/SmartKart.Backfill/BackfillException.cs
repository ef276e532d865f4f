namespace SmartKart.Backfill;

/// <summary>A history could not be turned into events.</summary>
public abstract class BackfillException : Exception
{
    private protected BackfillException(string message, Exception? cause = null) : base(message, cause) { }
}

/// <summary>A file that is not the history it was taken for. No event was made.</summary>
public sealed class HistoryFormatException : BackfillException
{
    internal HistoryFormatException(string path, string message, Exception? cause = null)
        : base($"{path}: {message}", cause) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
