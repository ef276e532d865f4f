namespace SmartKart.Warehouse.BigQuery;

/// <summary>A table.</summary>
/// <param name="Project">Its project; null is the client's own.</param>
/// <param name="Dataset">Its dataset.</param>
/// <param name="Table">Its name; with <c>$20261121</c> behind it, one partition of it.</param>
public readonly record struct TableName(string? Project, string Dataset, string Table)
{
    /// <summary>Reads <c>dataset.table</c> or <c>project.dataset.table</c>.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static TableName Parse(string text) => text.Split('.') switch
    {
        [{ Length: > 0 } dataset, { Length: > 0 } table] => new TableName(null, dataset, table),
        [{ Length: > 0 } project, { Length: > 0 } dataset, { Length: > 0 } table] => new TableName(project, dataset, table),
        _ => throw new ArgumentException($"'{text}' is no table. Write dataset.table or project.dataset.table.", nameof(text)),
    };

    /// <summary>The name in SQL, in backquotes.</summary>
    public string ToSql() => $"`{ToString().Replace("`", "\\`", StringComparison.Ordinal)}`";

    /// <inheritdoc/>
    public override string ToString() => Project is null ? $"{Dataset}.{Table}" : $"{Project}.{Dataset}.{Table}";

    internal TableReference ToReference(string project) => new() { ProjectId = Project ?? project, DatasetId = Dataset, TableId = Table };

    internal static TableName From(TableReference reference) => new(reference.ProjectId, reference.DatasetId, reference.TableId);
}
