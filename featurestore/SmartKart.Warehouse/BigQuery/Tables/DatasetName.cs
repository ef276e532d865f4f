namespace SmartKart.Warehouse.BigQuery;

/// <summary>A dataset.</summary>
/// <param name="Project">Its project; null is the client's own.</param>
/// <param name="Dataset">Its name: letters, digits and underscores.</param>
public readonly record struct DatasetName(string? Project, string Dataset)
{
    /// <summary>Reads <c>dataset</c> or <c>project.dataset</c>.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static DatasetName Parse(string text) => text.Split('.') switch
    {
        [{ Length: > 0 } dataset] => new DatasetName(null, dataset),
        [{ Length: > 0 } project, { Length: > 0 } dataset] => new DatasetName(project, dataset),
        _ => throw new ArgumentException($"'{text}' is no dataset. Write dataset or project.dataset.", nameof(text)),
    };

    /// <inheritdoc/>
    public override string ToString() => Project is null ? Dataset : $"{Project}.{Dataset}";

    internal DatasetReference ToReference(string project) => new() { ProjectId = Project ?? project, DatasetId = Dataset };
}
