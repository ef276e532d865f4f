using SmartKart.Backfill.Simulation;

namespace SmartKart.Topologies.Tests.Features;

/// <summary>A worker that is killed again and again on its way through a history, while Redis is emptied and restarted; then another ends the work.</summary>
public sealed class KilledWorkerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Features_agree_with_history_after_workers_were_killed_and_Redis_lost_what_it_had()
    {
        await using var market = await Marketplace.OpenAsync(new SimulatedHistory(new SimulationOptions { Users = 100, Merchants = 5, Products = 100 }));
        foreach (var (life, share) in ((int, double)[])[(1, 0.9), (2, 0.6), (3, 0.3)])
        {
            using var worker = WorkerProgram.Start(market, name: "killed");
            try
            {
                await market.LeftAsync(share, () => worker.HasExited
                    ? throw new InvalidOperationException($"The worker ended by itself, with {worker.ExitCode}.")
                    : Task.CompletedTask);
            }
            finally
            {
                worker.Kill();
                await worker.WaitForExitAsync(Stop);
            }
            if (life == 2) await market.EmptyRedisAsync(instance: null);
            else await market.RestartRedisAsync();
        }

        await using var last = await market.StartAsync("killed");
        await market.CatchUpAsync(last);

        await market.ShouldAgreeAsync();
    }
}
