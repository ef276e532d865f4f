namespace SmartKart.Backfill.Tests;

/// <summary>A folder of a test's own, and the tables in it. A test without DuckDB is skipped by name.</summary>
internal sealed class TableFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-tables-");

    public TableFolder() => DuckDb.Required();

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>Writes what a query gives as Parquet.</summary>
    public string Parquet(string name, string query)
    {
        DuckDb.Execute($"COPY ({query}) TO '{PathOf(name)}' (FORMAT parquet)");
        return PathOf(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
