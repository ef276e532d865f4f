using System.Diagnostics;
using System.Globalization;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.EndToEnd.Faults;

/// <summary>
/// A replay during which everything fails in turn: the worker is killed again and again, the broker and Redis are restarted and killed, Redis is emptied.
/// Afterwards nothing may show of it.
/// </summary>
public sealed class FaultRunTests(ITestOutputHelper output)
{
    private const string History = "SMARTKART_FAULTS_HISTORY";      // the large run's, as 'smartkart replay' takes it; a simulated day unless set
    private const string Users = "SMARTKART_FAULTS_USERS";          // how many that day has; 5000 unless set

    private static readonly TimeSpan UntilClosing = TimeSpan.FromDays(2);      // behind a history's last event
    private static readonly TimeSpan WorkerStart = TimeSpan.FromSeconds(5);    // what it takes, about

    // What the same events make whatever the order in which topics are read. An order's anomaly is missing here: a cancellation counts only if it is read
    // before the decision, and one topic's events hold up no other's.
    private static readonly string[] Derived = [Topics.CartAbandoned, Topics.SessionClosed, Topics.PaymentRiskMeasured, Topics.StockLevelCrossed];

    private static readonly Func<ShakenPlatform, Task>[] Few =
    [
        async platform =>
        {
            await platform.RestartRedisAsync("KILL");
            await platform.RestartBrokerAsync("TERM");
        },
        async platform =>
        {
            await platform.RestartBrokerAsync("KILL");
            await platform.EmptyRedisAsync();
        },
    ];

    private static readonly Func<ShakenPlatform, Task>[] Many =
    [
        platform => platform.RestartRedisAsync("TERM"),
        platform => platform.RestartBrokerAsync("TERM"),
        platform => platform.EmptyRedisAsync(),
        platform => platform.RestartRedisAsync("KILL"),
        platform => platform.RestartBrokerAsync("KILL"),
        platform => platform.RestartRedisAsync("TERM"),
    ];

    private static readonly string[] Some = ["features", "carts", "sessions", "archive"];
    private static readonly string[] All = ["features", "sessions", "carts", "orders", "payments", "inventory", "experiments", "archive"];

    [Fact]
    public Task Nothing_shows_afterwards_of_kills_and_restarts_during_a_replay() =>
        RunAsync(["--format", "simulated", "--users", "60"], Some, life: TimeSpan.FromSeconds(3), Few);

    [Fact(Explicit = true)]
    public Task Nothing_shows_afterwards_of_a_worker_killed_every_10_seconds_and_all_else_restarted_during_a_large_replay() => RunAsync(
        Environment.GetEnvironmentVariable(History) is { } path ? [path] : ["--format", "simulated", "--users", Environment.GetEnvironmentVariable(Users) ?? "5000"],
        All, life: TimeSpan.FromSeconds(10), Many);

    /// <param name="history">What is replayed.</param>
    /// <param name="topologies">What the worker hosts.</param>
    /// <param name="life">How long a worker lives.</param>
    /// <param name="faults">What else fails, one of them in each worker's life.</param>
    private async Task RunAsync(string[] history, string[] topologies, TimeSpan life, Func<ShakenPlatform, Task>[] faults)
    {
        var began = Stopwatch.GetTimestamp();
        await using var calm = await ShakenPlatform.StartAsync(topologies);
        await calm.StartWorkerAsync();
        var undisturbed = await calm.ReplayAsync(history);
        var closing = undisturbed.LastOccurredAt + UntilClosing;
        var published = new Dictionary<string, long>(undisturbed.Events);
        foreach (var (topic, events) in (await calm.CloseAsync(closing)).Events) published[topic] = published.GetValueOrDefault(topic) + events;
        await calm.SettleAsync();
        await calm.KillWorkerAsync();
        output.WriteLine(Invariant($"undisturbed: {published.Values.Sum():N0} events, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));

        began = Stopwatch.GetTimestamp();
        await using var shaken = await ShakenPlatform.StartAsync(topologies);
        await shaken.StartWorkerAsync();
        // So slow that the replay lasts as long as the faults do.
        var rate = Math.Ceiling(undisturbed.Events.Values.Sum() / (faults.Length * (life + WorkerStart)).TotalSeconds);
        var replay = shaken.ReplayAsync([.. history, "--rate", Invariant($"{rate}/s")]);
        // The faults come by the clock, wherever that finds who is hit.
        var (hits, kills) = (0, 0);
        for (; kills < faults.Length || !replay.IsCompleted; kills++)
        {
            await Task.Delay(life / 2, TestContext.Current.CancellationToken);
            if (kills < faults.Length)
            {
                if (!replay.IsCompleted) hits++;
                await faults[kills](shaken);
            }
            await Task.Delay(life / 2, TestContext.Current.CancellationToken);
            await shaken.KillWorkerAsync();
            await shaken.StartWorkerAsync();
        }
        var runs = (await replay).Runs;
        await shaken.CloseAsync(closing);
        await shaken.SettleAsync();
        output.WriteLine(Invariant($"shaken: {kills} kills of the worker, {faults.Length} faults of broker and Redis, {hits} of them during the replay, {runs} runs of the replay, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));

        hits.ShouldBeGreaterThan(faults.Length / 2, "the faults came during the replay");
        var parity = await shaken.ParityAsync(closing + TimeSpan.FromSeconds(1));
        output.WriteLine($"parity: {parity.GetProperty("keys")} keys, {parity.GetProperty("values")} values, {parity.GetProperty("mismatches")} mismatches");
        parity.GetProperty("mismatches").GetInt64().ShouldBe(0);
        parity.GetProperty("keys").GetInt64().ShouldBeGreaterThan(100);
        HoldArchives(calm.Archive, shaken.Archive, published, undisturbed.Events.Keys);
    }

    private void HoldArchives(ArchivedEvents calm, ArchivedEvents shaken, Dictionary<string, long> published, IEnumerable<string> history)
    {
        var (undisturbed, counts) = (calm.Count(), shaken.Count());
        foreach (var (topic, events) in published) counts[topic].ShouldBe(new ArchivedCount(events, events, events), $"{topic} as published");
        foreach (var topic in Derived)
        {
            var rows = undisturbed.GetValueOrDefault(topic).Rows;
            output.WriteLine(Invariant($"{topic}: {rows:N0} rows"));
            counts.GetValueOrDefault(topic).ShouldBe(new ArchivedCount(rows, rows, rows), $"{topic} as undisturbed");
            shaken.Differences(calm, topic).ShouldBe(0, $"{topic} as undisturbed, row by row");
        }
        Derived.Sum(topic => undisturbed.GetValueOrDefault(topic).Rows).ShouldBeGreaterThan(0);
        if (history.Contains(Topics.CartUpdated)) undisturbed[Topics.CartAbandoned].Rows.ShouldBeGreaterThan(0);
        var anomalies = counts.GetValueOrDefault(Topics.OrderAnomalyDetected);
        anomalies.ShouldBe(new ArchivedCount(anomalies.Rows, anomalies.Rows, anomalies.Rows), $"{Topics.OrderAnomalyDetected}, each once");
        counts.GetValueOrDefault(Topics.DeadLetters).Rows.ShouldBe(undisturbed.GetValueOrDefault(Topics.DeadLetters).Rows);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
