namespace SmartKart.Pipelines.Manifests;

/// <summary>One thing that is wrong with a manifest, or that the local runner can't do.</summary>
/// <param name="At">Where it is written.</param>
/// <param name="Key">What it is part of, such as <c>spec.templates[train].container</c>; empty where the file itself is at fault.</param>
/// <param name="Problem">The fault and its remedy.</param>
public sealed record ManifestFault(ManifestPosition At, string Key, string Problem)
{
    /// <summary>Place, key, fault and remedy, on one line.</summary>
    public override string ToString() => Key.Length == 0 ? $"{At}: {Problem}" : $"{At}: {Key}: {Problem}";
}

/// <summary>A manifest can't be run here. Every fault that was found is told at once, a line each; nothing was started.</summary>
public sealed class ManifestException : PipelineException
{
    internal ManifestException(IReadOnlyList<ManifestFault> faults, Exception? cause = null) : base(string.Join('\n', faults), cause) => Faults = faults;

    /// <summary>The faults, at least one, sorted by line and column.</summary>
    public IReadOnlyList<ManifestFault> Faults { get; }
}
