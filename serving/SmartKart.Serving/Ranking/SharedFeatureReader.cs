using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Online;
using SmartKart.Serving.Models;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Ranking;

/// <summary>Reads what all callers share of a model's ranker's features. While the store doesn't answer what was read last stands.</summary>
internal sealed class SharedFeatureReader(OnlineStore store, TimeProvider time, ILogger log)
{
    private bool _isSilent;

    /// <summary>Reads all of them.</summary>
    /// <param name="model">Held open by the caller.</param>
    /// <param name="cancel">Ends it.</param>
    public Task ReadAllAsync(ServedModel model, CancellationToken cancel) =>
        model.Features is { Shared: { } shared } ? TryAsync(() => shared.ReadAllAsync(store, Now, cancel)) : Task.CompletedTask;

    /// <summary>Reads those of some products again, and the next few hundred of all: so that what changes with time alone is no more than a minute old.</summary>
    /// <param name="model">Held open by the caller.</param>
    /// <param name="products">That events were about.</param>
    /// <param name="cancel">Ends it.</param>
    public Task RefreshAsync(ServedModel model, IReadOnlyCollection<string> products, CancellationToken cancel) => model.Features is { Shared: { } shared }
        ? TryAsync(async () =>
        {
            if (products.Count > 0) await shared.ReadAsync(store, model.Artifact.Catalogue.ItemsOf(products), Now, cancel);
            await shared.WalkAsync(store, Now, cancel);
        })
        : Task.CompletedTask;

    private long Now => VisitorReader.Micros(time.GetUtcNow());

    private async Task TryAsync(Func<Task> read)
    {
        try
        {
            await read();
            _isSilent = false;
        }
        catch (OnlineStoreException fault)
        {
            if (!_isSilent) Log.SharedFeaturesUnread(log, fault);
            _isSilent = true;
        }
    }
}
