using System.Globalization;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>
/// Writes one file in place of several of a day, its rows in order of their time and its columns the contract's of now, under the name of the stretch of
/// offsets that they hold together (<see cref="RunName"/>).
/// </summary>
public static class HistoryMerge
{
    /// <summary>Merges files.</summary>
    /// <param name="connection">Open, and streaming no result. What it sorts beyond its memory limit goes to its temp directory.</param>
    /// <param name="topic">Whose events these are.</param>
    /// <param name="files">At least two of one folder, all named by <see cref="RunName"/>, with no other's name between theirs. They stay.</param>
    /// <param name="folder">Where it is written: another folder than theirs, or who reads that by a glob finds their rows twice.</param>
    /// <param name="options">How it is written; null is the defaults.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <returns>The new file.</returns>
    /// <exception cref="WarehouseQueryException">A file can't be read, or written.</exception>
    public static string Run(
        DuckDbConnection connection, Topic topic, IReadOnlyList<string> files, string folder, ParquetWriteOptions? options = null, CancellationToken cancellation = default)
    {
        var name = RunName.Of([.. files.Select(NameOf)]);
        var path = Path.Combine(folder, $"{name}.parquet");
        var relation = HistoryRelation.Of(connection, files, topic).Sql;
        var written = connection.CopyToParquet($"SELECT * FROM {relation} ORDER BY occurred_at", path, (options ?? new ParquetWriteOptions()) with { Overwrite = true }, cancellation);
        var rows = RowsOf(connection, files);
        if (written == rows) return path;
        File.Delete(path);
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture, $"{path} has {written} rows, and the {files.Count} files that it was merged from have {rows}. It was removed, and they stay."));
    }

    private static long RowsOf(DuckDbConnection connection, IReadOnlyList<string> files)
    {
        using var command = connection.CreateCommand($"SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata([{string.Join(", ", files.Select(SqlText.Literal))}])");
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.GetInt64(0) : 0;
    }

    private static RunName NameOf(string file) => RunName.TryParse(Path.GetFileNameWithoutExtension(file), out var name)
        ? name
        : throw new ArgumentException($"{file} isn't named by the offsets that it holds, so no name could supersede it. Merge files of the archive.", nameof(file));
}
