using Microsoft.Extensions.Hosting;
using SmartKart.Serving.Models;

namespace SmartKart.Serving.Ranking;

/// <summary>
/// Keeps what all callers share of the ranker's features as they are now. A product that an event was about is read again when the stream most likely has made
/// features of the event, and once more when it surely has; all others in turn.
/// </summary>
internal sealed class SharedFeatureRefresh(ModelWatch models, SharedFeatureReader reader, TouchedProducts touched, TimeProvider time) : BackgroundService
{
    private const int SoonTurns = 1, LateTurns = 4;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);

    private readonly Queue<IReadOnlyCollection<string>> _waiting = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            _waiting.Enqueue(touched.Take());
            var soon = _waiting.ElementAtOrDefault(_waiting.Count - 1 - SoonTurns) ?? [];
            var late = _waiting.Count > LateTurns ? _waiting.Dequeue() : [];
            string[] changed = [.. soon, .. late];
            await RefreshAsync(models.Enter(), changed, stoppingToken);
            await RefreshAsync(models.EnterCandidate(), changed, stoppingToken);
            await Task.Delay(Turn, time, stoppingToken);
        }
    }

    private async Task RefreshAsync(ServedModel? model, IReadOnlyCollection<string> products, CancellationToken cancel)
    {
        if (model is null) return;
        try
        {
            if (model.Features is { Shared.IsRead: false }) await reader.ReadAllAsync(model, cancel);
            else await reader.RefreshAsync(model, products, cancel);
        }
        finally
        {
            model.Leave();
        }
    }
}
