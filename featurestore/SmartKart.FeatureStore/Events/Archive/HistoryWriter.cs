using System.Data;
using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Definitions.Reading;
using SmartKart.FeatureStore.Events.Decoding;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;
using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>
/// Writes a run of a topic's events to Parquet, a file for each day on which they happened (see <see cref="HistoryFiles"/>). The events stand in a
/// temporary table until <see cref="Complete"/>: without it there is no file, and with it each file appears whole. Hot path: per event; nothing is
/// allocated but the keys of maps. One thread at a time.
/// </summary>
public sealed class HistoryWriter : IDisposable
{
    private const string HappenedAt = "occurred_at";         // that every event says so is a rule of the contracts
    private static int _writers;                             // numbers the tables: one connection may have several

    private readonly DuckDbConnection _connection;
    private readonly string _root;
    private readonly Topic _topic;
    private readonly ParquetWriteOptions _options;
    private readonly RecordSchema _contract;
    private readonly EventRules? _rules;
    private readonly string _table;
    private readonly DuckDbAppender _appender;
    private readonly EventColumns _columns;
    private readonly PositionColumns _positions;
    private readonly RowNeed _time;
    private readonly Dictionary<AvroSchema, WriterEvents> _writerEvents = [];
    private readonly EventDays _days = new();
    private WriterEvents? _last;
    private int _row;
    private bool _isBroken;
    private bool _isComplete;
    private bool _isDisposed;

    /// <summary>Begins a run.</summary>
    /// <param name="connection">Open; it can run nothing else that streams until this is disposed.</param>
    /// <param name="root">The history's folder; what is missing of it is made.</param>
    /// <param name="topic">Whose events these are.</param>
    /// <param name="options">How files are written, and whether they may replace others; null is the defaults.</param>
    /// <param name="rules">What is asked of an event, the topic's; null for nothing.</param>
    /// <exception cref="HistorySchemaException">The topic's contract has a field that no column could hold.</exception>
    public HistoryWriter(DuckDbConnection connection, string root, Topic topic, ParquetWriteOptions? options = null, EventRules? rules = null)
        : this(connection, root, topic, EventSchemas.Shipped.Of(topic), options, rules) { }

    internal HistoryWriter(
        DuckDbConnection connection, string root, Topic topic, RecordSchema contract, ParquetWriteOptions? options, EventRules? rules = null)
    {
        (_connection, _root, _topic, _contract, _options, _rules) = (connection, root, topic, contract, options ?? new ParquetWriteOptions(), rules);
        _time = TimeOf(topic, contract);
        var columns = new HistoryColumns(topic.Name).Of(contract);
        _table = $"history_writer_{Interlocked.Increment(ref _writers)}";
        connection.Native.Execute(
            $"CREATE TEMP TABLE {_table} ({string.Join(", ", columns.Select(column => $"{SqlText.Identifier(column.Name)} {column.Type}"))})");
        try
        {
            _appender = connection.CreateAppender(_table, schema: "main", catalog: "temp");
            var chunk = _appender.BeginChunk();
            _columns = new EventColumns(contract, chunk);
            _positions = new PositionColumns(chunk, contract.Fields.Count);
        }
        catch
        {
            Drop();
            throw;
        }
    }

    /// <summary>Events appended.</summary>
    public long EventCount { get; private set; }

    /// <summary>Appends an event.</summary>
    /// <param name="payload">Its Avro binary, all of it: of a message in Confluent's wire format what follows the head. A tombstone is no event.</param>
    /// <param name="writer">The schema that it was written with; the same object for the same schema.</param>
    /// <param name="position">Where its record stands in the topic; null for an event that is from no topic, whose columns of it are NULL.</param>
    /// <param name="loggedAtMs">When its record was appended, in ms since 1970; below 0 where that isn't known.</param>
    /// <exception cref="AvroDataException">The bytes are no event of the writer's schema, or one that the contract cannot hold. Nothing of it is
    /// kept, and the next event may follow.</exception>
    /// <exception cref="EventRuleException">The event breaks a rule. Nothing of it is kept, either.</exception>
    /// <exception cref="SchemaResolutionException">No data of that schema can be read as the topic's contract.</exception>
    public void Append(ReadOnlySpan<byte> payload, AvroSchema writer, HistoryPosition? position = null, long loggedAtMs = -1)
    {
        ThrowIfUnusable();
        var events = _last is { } last && ReferenceEquals(last.Writer, writer) ? last : _last = EventsOf(writer);
        var bytes = events.Reader.Read(payload);
        _rules?.Check(bytes, loggedAtMs);
        _isBroken = true;        // until the row is whole: an error from here on would leave half of one
        _columns.Write(bytes, _row);
        _positions.Write(position, _row);
        _days.Add(events.Decoder.Outer[0].Timestamp);
        EventCount++;
        if (++_row == ChunkWriter.Capacity)
        {
            _appender.EndChunk(_row);
            _appender.BeginChunk();
            _row = 0;
        }
        _isBroken = false;
    }

    /// <summary>Writes the files, and ends the run.</summary>
    /// <param name="name">Of each file, without folder and extension: what tells this run from others, such as the offsets that it covers.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <returns>The files, in order of their days; none where there was no event. If writing one fails, those before it are there.</returns>
    /// <exception cref="WarehouseFileException">A file exists, and is not to be replaced. None is written.</exception>
    /// <exception cref="WarehouseQueryException">A file cannot be written.</exception>
    public IReadOnlyList<string> Complete(string name, CancellationToken cancellation = default)
    {
        ThrowIfUnusable();
        _appender.EndChunk(_row);
        _row = 0;
        _isComplete = true;
        _appender.Flush();
        var files = _days.InOrder.Select(day => (Day: day, Path: HistoryFiles.Of(_root, _topic.Name, day, name))).ToArray();
        if (!_options.Overwrite && files.FirstOrDefault(file => File.Exists(file.Path)).Path is { } taken) throw new WarehouseFileException(taken);
        foreach (var (day, path) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);         // the day's folder
            _connection.CopyToParquet(EventsOn(day), path, _options, cancellation);
        }
        return [.. files.Select(file => file.Path)];
    }

    /// <summary>Lets go of the events.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        try
        {
            _appender.Dispose();
        }
        finally
        {
            if (_connection.State == ConnectionState.Open) Drop();
        }
    }

    // Compared with constants, so that DuckDB passes over row groups of other days: a run's events come nearly in order.
    private string EventsOn(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"""
        FROM temp.main.{_table}
        WHERE {HappenedAt} BETWEEN TIMESTAMPTZ '{day:yyyy-MM-dd} 00:00:00+00' AND TIMESTAMPTZ '{day:yyyy-MM-dd} 23:59:59.999999+00'
        """);

    private WriterEvents EventsOf(AvroSchema writer)
    {
        if (_writerEvents.TryGetValue(writer, out var known)) return known;
        var rows = TopicRows.Compile(SchemaResolution.Between(writer, _contract), [_time]);
        var decoder = rows.NewDecoder();
        var events = new WriterEvents(writer, decoder, new ContractReader(rows.Resolution, decoder));
        _writerEvents.Add(writer, events);
        return events;
    }

    private static RowNeed TimeOf(Topic topic, RecordSchema contract)
    {
        var row = new SourceFields(contract, each: null).Row;
        var place = row.PlaceOf(HappenedAt);
        return place >= 0 && row.Fields[place] is { Type: ScalarType.Timestamp, IsNullable: false } time
            ? new RowNeed(new EventSource(topic, null, [], time, row), [place])
            : throw new HistorySchemaException(topic.Name, HappenedAt, "history is kept by the day of this timestamp, which every event must have. Add it.");
    }

    private void Drop() => _connection.Native.Execute($"DROP TABLE temp.main.{_table}");

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isComplete) throw new InvalidOperationException($"The run of {_topic.Name} is complete. Begin another.");
        if (_isBroken)
        {
            throw new InvalidOperationException(
                $"An event of {_topic.Name} was written in part when DuckDB failed. Begin another run from its first event.");
        }
    }

    /// <summary>How the events of one writer are read.</summary>
    private sealed record WriterEvents(AvroSchema Writer, EventDecoder Decoder, ContractReader Reader);
}
