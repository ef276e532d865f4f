using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline.Sweeping;
using SmartKart.FeatureStore.Offline.Writing;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Sql.Queries;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb.Parquet;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.FeatureStore.Offline.Reading;

/// <summary>
/// The labels' keys and instants, checked and in a table: <c>label</c> (the row in the file, from 0), <c>t</c>, and each join key as <c>key_…</c>.
/// </summary>
internal sealed class LabelTable
{
    /// <summary>Feast's name for a label's instant.</summary>
    public const string InstantColumn = "event_timestamp";

    /// <summary>What DuckDB calls a row's place in its file.</summary>
    public const string RowColumn = "file_row_number";

    private const string Table = "labels";
    private static readonly SqlDialect Sql = SqlDialect.DuckDb;
    private readonly Workspace _workspace;
    private readonly (string Name, ScalarType Type)[] _keys;

    private LabelTable(Workspace workspace, string file, IReadOnlyList<EntityGroup> groups, IReadOnlyList<FeatureColumn> features)
    {
        (_workspace, File) = (workspace, file);
        _keys = [.. groups.SelectMany(group => group.JoinKeys.Zip(group.KeyTypes)).DistinctBy(key => key.First)];
        if (!System.IO.File.Exists(file))
            throw new LabelException(file, "there is no such file. Write the labels there as Parquet: join keys and event_timestamp.");
        var columns = Reading(Describe);
        Check(columns, features);
        Columns = [.. columns.Select(column => column.Name)];
    }

    public string File { get; }

    /// <summary>All columns of the file, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    public long Count { get; private set; }

    /// <summary>The first and the last instant; of no labels the end of time and its beginning.</summary>
    public (long First, long Last) Instants { get; private set; }

    /// <summary>The rows of the file, with their places.</summary>
    public string Relation => $"read_parquet({SqlText.Literal(File)}, {RowColumn} = true)";

    /// <summary>Reads a file.</summary>
    /// <exception cref="LabelException">It is no Parquet file, lacks a column, has one of a name that is taken, or NULL in a key or an instant.</exception>
    public static LabelTable Load(
        Workspace workspace, string file, IReadOnlyList<EntityGroup> groups, IReadOnlyList<FeatureColumn> features, CancellationToken cancel)
    {
        var labels = new LabelTable(workspace, file, groups, features);
        labels.Reading(() => workspace.Main.Native.Execute($"CREATE TABLE {Table} AS {labels.KeysAndInstants}", cancel));
        labels.Measure(Table, cancel);
        return labels;
    }

    /// <summary>Holds a file to all that <see cref="Load"/> asks of one, and keeps nothing: for an engine that reads it by itself.</summary>
    /// <returns>The labels, of which there is no table.</returns>
    /// <exception cref="LabelException">As there.</exception>
    public static LabelTable Check(
        Workspace workspace, string file, IReadOnlyList<EntityGroup> groups, IReadOnlyList<FeatureColumn> features, CancellationToken cancel)
    {
        var labels = new LabelTable(workspace, file, groups, features);
        labels.Measure($"({labels.KeysAndInstants})", cancel);
        return labels;
    }

    /// <summary>Gives each key that a label names a number, in a table: <c>key_id, k0, k1, …</c>.</summary>
    /// <returns>How many.</returns>
    public long NumberKeys(EntityGroup group, string keysTable, CancellationToken cancel)
    {
        _workspace.Main.Native.Execute($"""
            CREATE TABLE {keysTable} AS
            SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS key_id, *
            FROM (SELECT DISTINCT {string.Join(", ", group.JoinKeys.Select((key, i) => $"{Column(key)} AS k{i}"))} FROM {Table})
            """, cancel);
        return Numbers($"SELECT count(*) FROM {keysTable}", cancel)[0];
    }

    /// <summary>The labels sorted by key and instant: key, instant, row.</summary>
    public SortedRows Open(EntityGroup group, string keysTable, CancellationToken cancel) => new(
        _workspace.Connect(),
        $"""
        SELECT k.key_id, l.t, l.label
        FROM {Table} AS l JOIN {keysTable} AS k ON {string.Join(" AND ", group.JoinKeys.Select((key, i) => $"k.k{i} = l.{Column(key)}"))}
        ORDER BY k.key_id, l.t
        """,
        cancel);

    private string KeysAndInstants => $"""
        SELECT {RowColumn} AS label, epoch_us({Sql.Identifier(InstantColumn)}) AS t,
            {string.Join(", ", _keys.Select(key => $"CAST({Sql.Identifier(key.Name)} AS {Sql.TypeName(key.Type)}) AS {Column(key.Name)}"))}
        FROM {Relation}
        """;

    // Apart from label and t, whatever a key is called.
    private static string Column(string key) => Sql.Identifier(SourceQuery.KeyColumn(key));

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (WarehouseQueryException fault)
        {
            throw new LabelException(File, $"the labels can't be read: {fault.EngineMessage} Write them as Parquet: join keys and event_timestamp.", fault);
        }
    }

    private (string Name, DuckDbType Type)[] Describe()
    {
        using var result = _workspace.Main.Native.Query($"SELECT * FROM {ParquetFiles.Scan(File)} LIMIT 0");
        return [.. result.Columns.Select(column => (column.Name, column.Type))];
    }

    private void Check((string Name, DuckDbType Type)[] columns, IReadOnlyList<FeatureColumn> features)
    {
        // To the engine a column is the same in capitals.
        string? Taken(IEnumerable<string> names) =>
            columns.Select(column => column.Name).FirstOrDefault(name => names.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (Taken([RowColumn, TrainingQuery.LabelName]) is { } inner)
            throw new LabelException(File, $"a column is named '{inner}', a name that the engines keep for themselves. Rename it.");
        if (Taken(features.Select(feature => feature.Name)) is { } feature)
            throw new LabelException(File, $"a column is named '{feature}', as a feature of the training set is. Rename it.");
        foreach (var (name, type) in _keys.Append((InstantColumn, ScalarType.Timestamp)))
        {
            var found = columns.FirstOrDefault(column => column.Name == name);
            if (found.Name is null)
                throw new LabelException(File, $"there is no column '{name}', only {string.Join(", ", columns.Select(column => column.Name))}. " +
                    "Labels have each join key of the service's entities, and event_timestamp.");
            if (!Fits(found.Type, type))
                throw new LabelException(File, $"column '{name}' is a {found.Type}, where a {type} is needed ({Needed(type)}). Write it as one.");
        }
    }

    private static bool Fits(DuckDbType column, ScalarType type) => type switch
    {
        ScalarType.Boolean => column == DuckDbType.Boolean,
        ScalarType.Int64 => column is >= DuckDbType.TinyInt and <= DuckDbType.UInteger,
        ScalarType.Double => column is DuckDbType.Float or DuckDbType.Double or DuckDbType.Decimal,
        ScalarType.String => column is DuckDbType.Varchar or DuckDbType.Enum or DuckDbType.Uuid,
        _ => column is DuckDbType.Timestamp or DuckDbType.TimestampTz or DuckDbType.TimestampS or DuckDbType.TimestampMs or DuckDbType.TimestampNs,
    };

    private static string Needed(ScalarType type) => type switch
    {
        ScalarType.Boolean => "BOOLEAN",
        ScalarType.Int64 => "an integer of up to 64 bits",
        ScalarType.Double => "DOUBLE, FLOAT or DECIMAL",
        ScalarType.String => "VARCHAR, ENUM or UUID",
        _ => "TIMESTAMPTZ, or TIMESTAMP, which is read as UTC",
    };

    private void Measure(string rows, CancellationToken cancel)
    {
        var columns = _keys.Select(key => (key.Name, Column: Column(key.Name))).Append((Name: InstantColumn, Column: "t")).ToArray();
        var nulls = columns.Select(column => $"{column.Column} IS NULL").Select(isNull =>
            $"count(*) FILTER (WHERE {isNull}), coalesce(min(label) FILTER (WHERE {isNull}), 0)");
        var numbers = Reading(() => Numbers(
            $"SELECT count(*), coalesce(min(t), {long.MaxValue}), coalesce(max(t), {long.MinValue}), {string.Join(", ", nulls)} FROM {rows}", cancel));
        Count = numbers[0];
        Instants = (numbers[1], numbers[2]);
        for (var i = 0; i < columns.Length; i++)
        {
            var (missing, first) = (numbers[3 + (2 * i)], numbers[4 + (2 * i)]);
            if (missing > 0)
                throw new LabelException(File, $"column '{columns[i].Name}' is NULL in {missing} of {Count} rows, first in row {first} (from 0). " +
                    "Leave such rows out: without key and instant nothing is known of them.");
        }
    }

    private long[] Numbers(string sql, CancellationToken cancel)
    {
        using var result = _workspace.Main.Native.Query(sql, cancellation: cancel);
        return result.TryReadChunk(out var chunk) ? [.. chunk.Columns.Select(column => column.Int64(0))] : [];
    }
}
