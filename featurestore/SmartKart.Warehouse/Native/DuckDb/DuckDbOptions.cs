namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>How a DuckDB database is opened.</summary>
public sealed record DuckDbOptions
{
    /// <summary>
    /// The database's file; null, the default, is a database in memory that goes when it is disposed. <c>:memory:NAME</c> is one that all who name
    /// it share.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>
    /// The file <c>libduckdb.so</c>; null, the default, looks for it under the folder in <c>SMARTKART_NATIVE</c>, then under
    /// <c>deploy/local/native</c> of the repository. A process loads one.
    /// </summary>
    public string? LibraryPath { get; init; }

    /// <summary>
    /// DuckDB's own settings (<c>threads</c>, <c>memory_limit</c>, …), on top of the two that keep it from fetching code by itself.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
