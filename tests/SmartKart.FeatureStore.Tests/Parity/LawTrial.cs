using System.Globalization;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Parity;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Tests.Offline;
using SmartKart.FeatureStore.Tests.Online;
using SmartKart.FeatureStore.Tests.Views;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Parity;

/// <summary>
/// A service's vectors of the same keys at the same instants, three ways: streamed into Redis and read there, swept over Parquet, and by SQL.
/// </summary>
internal sealed class LawTrial : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly OfflineOptions Options = new() { Threads = 2, MemoryLimit = 256L << 20 };

    private readonly HistoryFolder _folder = new();
    private readonly Random _random;
    private readonly ServicePlan _service;
    private readonly IReadOnlyList<string> _joinKeys;
    private readonly StreamedView[] _views;
    private readonly FeatureComparison[] _sweep;
    private readonly FeatureComparison[] _sql;

    /// <param name="random">Seeded: of lateness, commits and restarts.</param>
    /// <param name="service">Whose vectors.</param>
    /// <param name="stream">What is streamed: one for each topic that the service reads.</param>
    /// <param name="history">What lies in Parquet; the same, unless a test wants to see the difference.</param>
    public LawTrial(Random random, ServicePlan service, IReadOnlyList<RandomHistory> stream, IReadOnlyList<RandomHistory>? history = null)
    {
        (_random, _service, _joinKeys) = (random, service, OnlineStore.JoinKeys(service));
        foreach (var topic in history ?? stream) _folder.Add(topic);
        _views = [.. service.Sources.Select(view => new StreamedView(random, view, stream.Single(topic => topic.Topic == view.View.Source!.Topic)))];
        _sweep = Comparisons(OfflineEngine.Local);
        _sql = Comparisons(OfflineEngine.Sql);
    }

    /// <summary>How many keys' tiles of a view were read in the store so far: a law about none would always hold.</summary>
    public int Found { get; private set; }

    public void Dispose() => _folder.Dispose();

    /// <summary>Rows of keys at random: such as events have, together or not, and nobody's.</summary>
    public List<Scalar[]> Keys(int count)
    {
        var rows = new List<Scalar[]>();
        while (rows.Count < count)
        {
            var row = Enumerable.Repeat(Scalar.From("nobody"), _joinKeys.Count).ToArray();
            foreach (var (view, plan) in _views.Zip(_service.Sources))
            {
                if (view.Keys.Count == 0 || _random.Next(12) == 0) continue;
                var some = view.Keys[_random.Next(view.Keys.Count)];
                foreach (var (joinKey, value) in plan.View.JoinKeys.Zip(some)) row[_joinKeys.ToList().IndexOf(joinKey)] = value;
            }
            rows.Add(row);
        }
        return rows;
    }

    /// <summary>Computes all three.</summary>
    /// <param name="keys">Rows of the service's join keys.</param>
    /// <param name="instants">Each of them is asked of each row.</param>
    /// <param name="redis">Options of a server, with a prefix of their own at each call.</param>
    /// <returns>What doesn't agree, a line for each value.</returns>
    public async Task<List<string>> FaultsAsync(IReadOnlyList<Scalar[]> keys, IReadOnlyList<long> instants, Func<RedisOptions> redis)
    {
        var cancel = TestContext.Current.CancellationToken;
        var labels = _folder.Write(Labels(keys, instants));
        var (swept, queried) = (_folder.PathOf(), _folder.PathOf());
        await TrainingSet.BuildAsync(_service, _folder.Source, labels, swept, Options, cancel: cancel);
        await SqlTrainingSet.BuildAsync(_service, _folder.Source, labels, queried, Options, cancel);
        var (sweep, sql) = (_folder.Read(swept), _folder.Read(queried));
        sweep.Count.ShouldBe(keys.Count * instants.Count);
        sql.Count.ShouldBe(sweep.Count);

        var faults = new List<string>();
        for (var i = 0; i < instants.Count; i++)
        {
            var online = await OnlineAsync(redis(), keys, instants[i]);
            for (var row = 0; row < keys.Count; row++)
            {
                var label = (i * keys.Count) + row;
                var of = string.Create(CultureInfo.InvariantCulture,
                    $"at {instants[i]} of {string.Join(", ", _joinKeys.Zip(keys[row], (name, value) => $"{name} {value.String}"))}");
                for (var feature = 0; feature < _service.Features.Count; feature++)
                {
                    Compare(_sweep[feature], "sweep", sweep[label][_joinKeys.Count + 1 + feature], online, row, of, faults);
                    Compare(_sql[feature], "sql", sql[label][_joinKeys.Count + 1 + feature], online, row, of, faults);
                }
            }
        }
        return faults;
    }

    private static void Compare(FeatureComparison comparison, string engine, object? offline, OnlineVectors online, int row, string of, List<string> faults)
    {
        if (!comparison.Agrees(offline, online, row, out _))
            faults.Add($"{comparison.Name} {of}: {engine} {comparison.Offline(offline)}, online {comparison.Online(online, row)}");
    }

    private async Task<OnlineVectors> OnlineAsync(RedisOptions redis, IReadOnlyList<Scalar[]> keys, long instant)
    {
        await using (var writer = OnlineWriter.Open(redis, new FixedClock(instant)))
        {
            foreach (var view in _views) await view.WriteAsync(_random, writer, instant);
            (await writer.FlushAsync(Patience, TestContext.Current.CancellationToken)).IsComplete.ShouldBeTrue();
        }
        await using var store = OnlineStore.Open(redis);
        var vectors = new OnlineVectors(_service);
        await store.GetAsync(_service, keys.SelectMany(row => row).ToArray(), instant, vectors, TestContext.Current.CancellationToken);
        Found += Enumerable.Range(0, keys.Count).Sum(row => _service.Sources.Where((_, source) => vectors.Status(row, source) == OnlineStatus.Present).Count());
        return vectors;
    }

    private string Labels(IReadOnlyList<Scalar[]> keys, IReadOnlyList<long> instants)
    {
        var sql = SqlDialect.DuckDb;
        var rows = instants.SelectMany(instant => keys.Select(row => string.Create(CultureInfo.InvariantCulture,
            $"({string.Join(", ", row.Select(value => sql.Literal(ScalarType.String, value)))}, make_timestamp({instant}))")));
        return $"FROM (VALUES {string.Join(",\n", rows)}) AS labels ({string.Join(", ", _joinKeys.Select(sql.Identifier))}, event_timestamp)";
    }

    private FeatureComparison[] Comparisons(OfflineEngine engine) =>
        [.. _service.Features.Select((feature, place) => new FeatureComparison(feature.Feature, place, engine))];
}
