using Microsoft.Extensions.Hosting;
using SmartKart.Serving.Models;

namespace SmartKart.Serving.Ranking;

/// <summary>Keeps what all callers share of the ranker's features as they are now: reads them again and again.</summary>
internal sealed class SharedFeatureRefresh(ModelWatch models, SharedFeatureReader reader, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UntilRead = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(await ReadAsync(stoppingToken) ? BetweenReads : UntilRead, time, stoppingToken);
        }
    }

    // Returns whether there is no hurry.
    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (models.Enter() is not { } model) return false;
        try
        {
            await reader.ReadAsync(model, cancel);
            return model.Features is not { Shared.IsRead: false };
        }
        finally
        {
            model.Leave();
        }
    }
}
