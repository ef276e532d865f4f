using System.Diagnostics;
using System.Globalization;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.EndToEnd.Faults;

/// <summary>
/// A replay during which everything fails in turn: the worker is killed again and again, the broker and Redis are restarted and killed, Redis is emptied.
/// Afterwards nothing may show of it. Small unless <c>SMARTKART_FAULTS_USERS</c> says how many users the history has: 5000 is the whole of it.
/// </summary>
public sealed class FaultRunTests(ITestOutputHelper output)
{
    private const string Users = "SMARTKART_FAULTS_USERS";

    private static readonly DateTimeOffset End = new(2026, 1, 6, 0, 0, 0, TimeSpan.Zero);      // of the simulated day
    private static readonly DateTimeOffset Closing = End + TimeSpan.FromDays(2);

    private static readonly string[] Derived =
        [Topics.CartAbandoned, Topics.SessionClosed, Topics.OrderAnomalyDetected, Topics.PaymentRiskMeasured, Topics.StockLevelCrossed];

    private static readonly Func<ShakenPlatform, Task>[] Few =
    [
        platform => platform.RestartBrokerAsync("TERM"),
        platform => platform.RestartRedisAsync("KILL"),
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

    [Fact(Explicit = true)]
    public async Task Nothing_shows_afterwards_of_kills_and_restarts_during_a_replay()
    {
        var whole = Environment.GetEnvironmentVariable(Users);
        var size = whole is null ? new Size("150", Rate: 500, LifeSeconds: 4, Few) : new Size(whole, Rate: 5000, LifeSeconds: 10, Many);
        var began = Stopwatch.GetTimestamp();

        await using var calm = await ShakenPlatform.StartAsync();
        await calm.StartWorkerAsync();
        var published = (await calm.ReplayAsync(size.History)).Events;
        foreach (var (topic, events) in await calm.CloseAsync(Closing)) published[topic] = published.GetValueOrDefault(topic) + events;
        await calm.SettleAsync();
        await calm.KillWorkerAsync();
        output.WriteLine(Invariant($"undisturbed: {published.Values.Sum():N0} events, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));

        began = Stopwatch.GetTimestamp();
        await using var shaken = await ShakenPlatform.StartAsync();
        await shaken.StartWorkerAsync();
        var replay = shaken.ReplayAsync([.. size.History, "--rate", $"{size.Rate}/s"]);
        // The faults come by the clock, wherever that finds who is hit.
        var half = TimeSpan.FromSeconds(size.LifeSeconds / 2.0);
        var hits = 0;
        foreach (var fault in size.Faults)
        {
            await Task.Delay(half, TestContext.Current.CancellationToken);
            if (!replay.IsCompleted) hits++;
            await fault(shaken);
            await Task.Delay(half, TestContext.Current.CancellationToken);
            await shaken.KillWorkerAsync();
            await shaken.StartWorkerAsync();
        }
        var kills = size.Faults.Length;
        for (; !replay.IsCompleted; kills++)
        {
            await Task.WhenAny(replay, Task.Delay(half * 2, TestContext.Current.CancellationToken));
            await shaken.KillWorkerAsync();
            await shaken.StartWorkerAsync();
        }
        var runs = (await replay).Runs;
        await shaken.CloseAsync(Closing);
        await shaken.SettleAsync();
        output.WriteLine(Invariant($"shaken: {kills} kills of the worker, {size.Faults.Length} faults of broker and Redis, {hits} of them during the replay, {runs} runs of the replay, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));

        hits.ShouldBeGreaterThan(size.Faults.Length / 2, "the faults came during the replay");
        var parity = await shaken.ParityAsync(Closing + TimeSpan.FromSeconds(1));
        output.WriteLine($"parity: {parity.GetProperty("keys")} keys, {parity.GetProperty("values")} values, {parity.GetProperty("mismatches")} mismatches");
        parity.GetProperty("mismatches").GetInt64().ShouldBe(0);
        parity.GetProperty("keys").GetInt64().ShouldBeGreaterThan(100);
        HoldArchives(calm.Archive, shaken.Archive, published);
    }

    private void HoldArchives(ArchivedEvents calm, ArchivedEvents shaken, Dictionary<string, long> published)
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
        undisturbed[Topics.CartAbandoned].Rows.ShouldBeGreaterThan(0);
        undisturbed[Topics.SessionClosed].Rows.ShouldBeGreaterThan(0);
        counts.Keys.ShouldBe(undisturbed.Keys, ignoreOrder: true);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>How large a run is.</summary>
    /// <param name="Users">Of the simulated day.</param>
    /// <param name="Rate">Events a second of its replay among faults.</param>
    /// <param name="LifeSeconds">How long a worker lives.</param>
    /// <param name="Faults">What else fails, one of them in each worker's life.</param>
    private sealed record Size(string Users, int Rate, int LifeSeconds, Func<ShakenPlatform, Task>[] Faults)
    {
        public string[] History { get; } = ["--format", "simulated", "--users", Users];
    }
}
