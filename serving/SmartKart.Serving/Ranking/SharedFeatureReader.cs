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
    public async Task ReadAsync(ServedModel model, CancellationToken cancel)
    {
        if (model.Features is not { } features) return;
        try
        {
            await features.Shared.ReadAsync(store, VisitorReader.Micros(time.GetUtcNow()), cancel);
            _isSilent = false;
        }
        catch (OnlineStoreException fault)
        {
            if (!_isSilent) Log.SharedFeaturesUnread(log, fault);
            _isSilent = true;
        }
    }
}
