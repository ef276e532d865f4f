using System.Diagnostics;
using SmartKart.Backfill.Simulation;
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

    /// <returns>Events a second, the median of some rounds.</returns>
    public static async Task<double> RunAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-bench-backfill-");
        try
        {
            var last = HistoryFolder.Write(new SimulatedHistory(Day), folder.FullName, cancel);
            var view = ViewPlan.Compile(DefinitionSet.Read(Local.Features.DefinitionSource.Shipped).View("user_activity"));
            var history = new HistorySource(folder.FullName);
            var events = Count(history);
            var perSecond = new List<double>();
            for (var round = 0; round <= Rounds; round++)
            {
                var began = Stopwatch.GetTimestamp();
                await TileBackfill.RunAsync(view, history, last + 1, (_, _, _) => ValueTask.CompletedTask, new OfflineOptions { Threads = 1 }, cancel: cancel);
                if (round > 0) perSecond.Add(events / Stopwatch.GetElapsedTime(began).TotalSeconds);       // the first compiles
            }
            perSecond.Sort();
            return perSecond[Rounds / 2];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long Count(HistorySource history)
    {
        using var connection = new Warehouse.DuckDb.DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand($"SELECT count(*) FROM {history.RelationOf(connection, TopicCatalog.Shipped[Topics.Clickstream])}");
        return (long)command.ExecuteScalar()!;      // a count is never NULL
    }
}
