using System.Diagnostics;
using SmartKart.Backfill.Simulation;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Benchmarks.Questions.Features;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>How fast one core computes the tiles of a view from history, reading and sorting included.</summary>
internal static class BackfillSpeed
{
    private const int Rounds = 3;
    private static readonly SimulationOptions Day = new() { Users = 20_000, Merchants = 200, Products = 10_000 };

    /// <returns>Events a second of a simulated day, the median of some rounds.</returns>
    public static async Task<double> RunAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-bench-backfill-");
        try
        {
            var last = HistoryFolder.Write(new SimulatedHistory(Day), folder.FullName, cancel);
            return await OfAsync(new HistorySource(folder.FullName), last + 1, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <param name="history">Has clicks.</param>
    /// <param name="until">Microseconds since 1970 before which events count.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Events a second, the median of some rounds.</returns>
    public static async Task<double> OfAsync(HistorySource history, long until, CancellationToken cancel)
    {
        var view = ViewPlan.Compile(DefinitionSet.Read(Local.Features.DefinitionSource.Shipped).View("user_activity"));
        var events = Count(history);
        var perSecond = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            await TileBackfill.RunAsync(view, history, until, (_, _, _) => ValueTask.CompletedTask, new OfflineOptions { Threads = 1 }, cancel: cancel);
            if (round > 0) perSecond.Add(events / Stopwatch.GetElapsedTime(began).TotalSeconds);       // the first compiles
        }
        return Median.Of(perSecond);
    }

    private static long Count(HistorySource history)
    {
        using var connection = new Warehouse.DuckDb.DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand($"SELECT count(*) FROM {history.RelationOf(connection, TopicCatalog.Shipped[Topics.Clickstream])}");
        return (long)command.ExecuteScalar()!;      // a count is never NULL
    }
}
