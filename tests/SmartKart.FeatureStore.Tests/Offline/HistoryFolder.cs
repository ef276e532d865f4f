using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Tests.Views;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Tests.Offline;

/// <summary>A history on disk and files beside it, written by SQL; it goes with the test.</summary>
internal sealed class HistoryFolder : IDisposable
{
    private readonly DuckDbConnection _connection = new("Data Source=:memory:");
    private int _files;

    public HistoryFolder()
    {
        _connection.Open();
        _connection.Native.Execute("SET TimeZone = 'UTC'");
        Directory.CreateDirectory(Root);
    }

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"sweep-tests-{Guid.NewGuid():N}");

    public HistorySource Source => new(Root);

    /// <summary>Adds a file to a topic's history.</summary>
    public void Add(string topic, string query)
    {
        var folder = Path.Combine(Source.FolderOf(topic), "date=2026-01-01");
        Directory.CreateDirectory(folder);
        _connection.CopyToParquet(query, Path.Combine(folder, $"{_files++}.parquet"));
    }

    /// <summary>Adds a topic's events.</summary>
    public void Add(RandomHistory history)
    {
        HistoryTable.Create(_connection, history);
        Add(history.Topic.Name, $"FROM {history.Topic.Name}");
    }

    /// <summary>Adds a topic's events: the columns that a query names, and NULL in the others of its contract.</summary>
    public void AddByName(Topic topic, string query)
    {
        HistoryTable.Create(_connection, topic);
        _connection.Native.Execute($"INSERT INTO {topic.Name} BY NAME {query}");
        Add(topic.Name, $"FROM {topic.Name}");
        _connection.Native.Execute($"DROP TABLE {topic.Name}");
    }

    /// <summary>Writes a file beside the history.</summary>
    public string Write(string query)
    {
        var path = PathOf();
        _connection.CopyToParquet(query, path);
        return path;
    }

    /// <summary>A path beside the history where nothing is yet.</summary>
    public string PathOf() => Path.Combine(Root, $"file-{_files++}.parquet");

    /// <summary>All rows of a query, a value per column.</summary>
    public IReadOnlyList<object?[]> Rows(string query)
    {
        using var command = _connection.CreateCommand(query);
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(Array.ConvertAll(row, value => value is DBNull ? null : value));
        }
        return rows;
    }

    /// <summary>All rows of a file, in its order.</summary>
    public IReadOnlyList<object?[]> Read(string path) => Rows($"FROM read_parquet({SqlText.Literal(path)})");

    /// <summary>The columns of a file.</summary>
    public IReadOnlyList<string> Columns(string path) =>
        [.. Rows($"DESCRIBE FROM read_parquet({SqlText.Literal(path)})").Select(row => $"{row[0]} {row[1]}")];

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
