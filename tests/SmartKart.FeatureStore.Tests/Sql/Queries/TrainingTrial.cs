using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Sql.Queries;
using SmartKart.FeatureStore.Tests.Views;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Tests.Sql.Queries;

/// <summary>A label: the values of the join keys, and an instant; either may be NULL.</summary>
internal sealed record Label(IReadOnlyDictionary<string, Scalar> Keys, long? Time);

/// <summary>A service over random histories in DuckDB, whose query is held to vectors computed directly.</summary>
internal sealed class TrainingTrial : IDisposable
{
    private readonly DuckDbConnection _connection = Oracle.Open();
    private readonly ServicePlan _service;
    private readonly DirectVectors _direct;
    private readonly Dictionary<string, ScalarType> _keyTypes;

    public TrainingTrial(ServicePlan service, IReadOnlyList<RandomHistory> histories)
    {
        _service = service;
        foreach (var history in histories) HistoryTable.Create(_connection, history);
        _direct = new DirectVectors(service, histories);
        _keyTypes = service.Sources.SelectMany(source => source.View.JoinKeys.Zip(source.View.Source!.Keys)).DistinctBy(key => key.First)
            .ToDictionary(key => key.First, key => key.Second.Type);
    }

    /// <summary>What was run.</summary>
    public string Sql { get; private set; } = "";

    /// <summary>What is done to the query before it is run: nothing, unless a test wants it wrong.</summary>
    public Func<string, string> Change { get; init; } = sql => sql;

    public void Dispose() => _connection.Dispose();

    /// <summary>Changes the tables behind the back of the vectors.</summary>
    public void Execute(string sql) => HistoryTable.Execute(_connection, sql);

    /// <summary>Labels at random: keys that events have, together or not, nobody's and NULL; instants on and beside those of events, and doubles.</summary>
    public List<Label> Labels(Random random, int count, long end)
    {
        var labels = new List<Label>();
        while (labels.Count < count)
        {
            var keys = _keyTypes.ToDictionary(key => key.Key, key => random.Next(15) == 0 ? Scalar.Null
                : key.Value == ScalarType.String ? Scalar.From("nobody")
                : Scalar.From(-1L));
            for (var source = 0; source < _service.Sources.Count; source++)
            {
                var known = _direct.KeysOf(source).ToArray();
                if (known.Length == 0 || random.Next(12) == 0) continue;
                var some = known[random.Next(known.Length)];
                foreach (var (joinKey, value) in _service.Sources[source].View.JoinKeys.Zip(some)) keys[joinKey] = value;
            }
            var time = RandomHistory.Time(random, end) + random.Next(-1, 2);
            labels.Add(new Label(keys, random.Next(30) == 0 ? null : random.Next(6) == 0 ? end + (time / 50) : time));
            if (random.Next(8) == 0) labels.Add(labels[^1]);
        }
        return labels;
    }

    /// <summary>Runs the query.</summary>
    /// <returns>What is wrong, a line for each feature of each label.</returns>
    public List<string> Faults(IReadOnlyList<Label> labels)
    {
        HistoryTable.Execute(_connection, "SET TimeZone = 'America/New_York'");
        var keys = string.Join(", ", _keyTypes.Select(key => $"\"{key.Key}\" {SqlDialect.DuckDb.TypeName(key.Value)}"));
        HistoryTable.Execute(_connection, $"CREATE OR REPLACE TABLE labels (place INTEGER, t VARCHAR, {keys}, event_timestamp TIMESTAMPTZ)");
        var rows = labels.Select((label, place) => $"({place}, 'own column', "
            + string.Join(", ", _keyTypes.Select(key => SqlDialect.DuckDb.Literal(key.Value, label.Keys[key.Key])))
            + $", {HistoryTable.Literal(label.Time is { } time ? new Instant(time) : null)})");
        HistoryTable.Execute(_connection, $"INSERT INTO labels VALUES {string.Join(",\n", rows)}");
        Sql = Change(TrainingQuery.Write(SqlDialect.DuckDb, _service, topic => $"\"{topic.Name}\"", "labels"));
        using var command = _connection.CreateCommand(Sql);
        using var result = command.ExecuteReader();
        var faults = new List<string>();
        var (own, seen) = (3 + _keyTypes.Count, new HashSet<int>());
        result.FieldCount.ShouldBe(own + _service.Features.Count);
        while (result.Read())
        {
            var place = result.GetInt32(0);
            seen.Add(place).ShouldBeTrue($"label {place} comes twice");
            result.GetString(1).ShouldBe("own column");
            var label = labels[place];
            // Without an instant there is nothing to compute by; what is computed on demand is NULL, and the rest of no event.
            if (label.Time is not { } t) continue;
            _direct.Compute(joinKey => label.Keys[joinKey], t);
            for (var feature = 0; feature < _service.Features.Count; feature++)
            {
                result.GetName(own + feature).ShouldBe(FeatureSteps.ColumnOf(_service.Features[feature]));
                var value = result.IsDBNull(own + feature) ? null : result.GetValue(own + feature);
                if (VectorFault.Of(_service, _direct.Row, feature, value) is { } fault)
                    faults.Add($"{_service.Features[feature]} at {t} of {string.Join(", ", label.Keys.Select(key => $"{key.Key} {key.Value}"))}: {fault}");
            }
        }
        seen.Count.ShouldBe(labels.Count, "each label keeps its row");
        return faults;
    }
}
