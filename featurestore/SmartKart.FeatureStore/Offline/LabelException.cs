namespace SmartKart.FeatureStore.Offline;

/// <summary>The file of labels can't be used. Nothing was written.</summary>
public sealed class LabelException : FeatureStoreException
{
    internal LabelException(string file, string message, Exception? cause = null) : base($"{file}: {message}", cause) => File = file;

    /// <summary>Which.</summary>
    public string File { get; }
}
