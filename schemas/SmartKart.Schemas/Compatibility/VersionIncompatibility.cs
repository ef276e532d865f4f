namespace SmartKart.Schemas;

/// <summary>Who reads whose data.</summary>
public enum ReadDirection
{
    /// <summary>The new version reads data of the former one.</summary>
    Backward,
    /// <summary>The former version reads data of the new one.</summary>
    Forward,
}

/// <summary>An incompatibility of a new version with one of the former ones.</summary>
/// <param name="Former">The former version's place in the list that was given, from 0.</param>
/// <param name="Direction">Which of the two was to read.</param>
/// <param name="Found">What does not fit.</param>
public sealed record VersionIncompatibility(int Former, ReadDirection Direction, Incompatibility Found)
{
    /// <inheritdoc/>
    public override string ToString() => Direction == ReadDirection.Backward
        ? $"the new schema cannot read data of former version {Former}: {Found}"
        : $"former version {Former} cannot read data of the new schema: {Found}";
}
