using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline.Sweeping;
using SmartKart.FeatureStore.Sql;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb.Parquet;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.FeatureStore.Offline.Reading;

/// <summary>The labels' keys and instants, checked and in a table: <c>label</c> (the row in the file, from 0), <c>t</c>, and each join key.</summary>
internal sealed class LabelTable
{
    /// <summary>Feast's name for a label's instant.</summary>
    public const string InstantColumn = "event_timestamp";

    /// <summary>What DuckDB calls a row's place in its file.</summary>
    public const string RowColumn = "file_row_number";

    private const string Table = "labels";
    private static readonly SqlDialect Sql = SqlDialect.DuckDb;
    private readonly Workspace _workspace;

    private LabelTable(Workspace workspace, string file, IReadOnlyList<string> columns)
    {
        (_workspace, File, Columns) = (workspace, file, columns);
    }

    public string File { get; }

    /// <summary>All columns of the file, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    public long Count { get; private set; }

    /// <summary>The first and the last instant; of no labels the end of time and its beginning.</summary>
    public (long First, long Last) Instants { get; private set; }

    /// <summary>The rows of the file, with their places.</summary>
    public string Relation => $"read_parquet({SqlText.Literal(File)}, file_row_number = true)";

    /// <summary>Looks at a file's columns, and at no row.</summary>
    /// <returns>All of them, in order.</returns>
    /// <exception cref="LabelException">It is no Parquet file, or a column that is needed is missing or of another type.</exception>
    public static IReadOnlyList<string> Check(Workspace workspace, string file, IReadOnlyList<EntityGroup> groups)
    {
        if (!System.IO.File.Exists(file)) throw new LabelException(file, "there is no such file. Write the labels there as Parquet: join keys and event_timestamp.");
        try
        {
            var columns = Describe(workspace, file);
            Check(file, columns, KeysOf(groups));
            return [.. columns.Select(column => column.Name)];
        }
        catch (WarehouseQueryException fault)
        {
            throw Unreadable(file, fault);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="LabelException">It is no Parquet file, lacks a column, or has NULL in one.</exception>
    public static LabelTable Load(Workspace workspace, string file, IReadOnlyList<EntityGroup> groups, CancellationToken cancel)
    {
        var labels = new LabelTable(workspace, file, Check(workspace, file, groups));
        var keys = KeysOf(groups);
        try
        {
            workspace.Main.Native.Execute($"""
                CREATE TABLE {Table} AS
                SELECT {RowColumn} AS label, epoch_us({Sql.Identifier(InstantColumn)}) AS t,
                    {string.Join(", ", keys.Select(key => $"CAST({Sql.Identifier(key.Name)} AS {Sql.TypeName(key.Type)}) AS {Sql.Identifier(key.Name)}"))}
                FROM {labels.Relation}
                """, cancel);
        }
        catch (WarehouseQueryException fault)
        {
            throw Unreadable(file, fault);
        }
        labels.Measure([.. keys.Select(key => key.Name)]);
        return labels;
    }

    /// <summary>Gives each key that a label names a number, in a table: <c>key_id, k0, k1, …</c>.</summary>
    /// <returns>How many.</returns>
    public long NumberKeys(EntityGroup group, string keysTable, CancellationToken cancel)
    {
        _workspace.Main.Native.Execute($"""
            CREATE TABLE {keysTable} AS
            SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS key_id, *
            FROM (SELECT DISTINCT {string.Join(", ", group.JoinKeys.Select((key, i) => $"{Sql.Identifier(key)} AS k{i}"))} FROM {Table})
            """, cancel);
        return Numbers($"SELECT count(*) FROM {keysTable}")[0];
    }

    /// <summary>The labels sorted by key and instant: key, instant, row.</summary>
    public SortedRows Open(EntityGroup group, string keysTable, CancellationToken cancel) => new(
        _workspace.Connect(),
        $"""
        SELECT k.key_id, l.t, l.label
        FROM {Table} AS l JOIN {keysTable} AS k ON {string.Join(" AND ", group.JoinKeys.Select((key, i) => $"k.k{i} = l.{Sql.Identifier(key)}"))}
        ORDER BY k.key_id, l.t
        """,
        cancel);

    private static (string Name, ScalarType Type)[] KeysOf(IReadOnlyList<EntityGroup> groups) =>
        [.. groups.SelectMany(group => group.JoinKeys.Zip(group.KeyTypes)).DistinctBy(key => key.First)];

    private static LabelException Unreadable(string file, WarehouseQueryException fault) =>
        new(file, $"the labels can't be read: {fault.EngineMessage} Write them as Parquet: join keys and event_timestamp.", fault);

    private static (string Name, DuckDbType Type)[] Describe(Workspace workspace, string file)
    {
        using var result = workspace.Main.Native.Query($"SELECT * FROM {ParquetFiles.Scan(file)} LIMIT 0");
        return [.. result.Columns.Select(column => (column.Name, column.Type))];
    }

    private static void Check(string file, (string Name, DuckDbType Type)[] columns, (string, ScalarType)[] keys)
    {
        if (columns.Any(column => column.Name == RowColumn))
            throw new LabelException(file, $"a column is named {RowColumn}, which is what the engine calls a row's place. Rename it.");
        foreach (var (name, type) in keys.Append((InstantColumn, ScalarType.Timestamp)))
        {
            var found = columns.FirstOrDefault(column => column.Name == name);
            if (found.Name is null)
                throw new LabelException(file, $"there is no column '{name}', only {string.Join(", ", columns.Select(column => column.Name))}. " +
                    "Labels have each join key of the service's entities, and event_timestamp.");
            if (!Fits(found.Type, type))
                throw new LabelException(file, $"column '{name}' is a {found.Type}, where a {type} is needed ({Needed(type)}). Write it as one.");
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

    private void Measure(string[] keys)
    {
        var columns = keys.Select(key => (Name: key, Column: Sql.Identifier(key))).Append((Name: InstantColumn, Column: "t")).ToArray();
        var nulls = columns.Select(column => $"count(*) FILTER (WHERE {column.Column} IS NULL), coalesce(min(label) FILTER (WHERE {column.Column} IS NULL), 0)");
        var numbers = Numbers($"SELECT count(*), coalesce(min(t), {long.MaxValue}), coalesce(max(t), {long.MinValue}), {string.Join(", ", nulls)} FROM {Table}");
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

    private long[] Numbers(string sql)
    {
        using var result = _workspace.Main.Native.Query(sql);
        return result.TryReadChunk(out var chunk) ? [.. chunk.Columns.Select(column => column.Int64(0))] : [];
    }
}
