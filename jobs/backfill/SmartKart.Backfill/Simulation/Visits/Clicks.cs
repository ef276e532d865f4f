using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Visits;

/// <summary>Writes down what a visitor sees and does. Hot path: per impression.</summary>
internal sealed class Clicks(Identity visitor, string sessionId, Agenda agenda, Journal journal)
{
    internal void Impressions(Slate slate)
    {
        for (var place = 0; place < slate.Products.Length; place++) Act(ClickstreamAction.Impression, slate.Products[place], slate, place);
    }

    /// <param name="action">What happens: an impression, or what follows from one.</param>
    /// <param name="product">To which product.</param>
    /// <param name="slate">The list that showed it; null where it was reached directly.</param>
    /// <param name="place">Where in that list.</param>
    internal void Act(ClickstreamAction action, Product product, Slate? slate, int place) => journal.Write(Topics.Clickstream, new Clickstream
    {
        EventId = journal.NextEventId(),
        OccurredAt = agenda.Told,
        UserId = visitor.UserId,
        SessionId = sessionId,
        Action = action,
        ProductId = product.Id,
        CategoryId = product.Category.Id,
        MerchantId = product.MerchantId,
        Query = slate?.Query,
        ListId = slate?.ListId,
        Position = slate is null ? null : place,
        RecommendationId = slate?.RecommendationId,
        ExperimentId = slate?.ExperimentId,
        Variant = slate?.Variant,
        Propensity = action == ClickstreamAction.Impression && slate is { Propensities.Length: > 0 } ? slate.Propensities[place] : null,
        DeviceType = visitor.Device,
        DeviceId = visitor.DeviceId,
    });

    internal void Search(string query, string categoryId, int found) => journal.Write(Topics.Clickstream, new Clickstream
    {
        EventId = journal.NextEventId(),
        OccurredAt = agenda.Told,
        UserId = visitor.UserId,
        SessionId = sessionId,
        Action = ClickstreamAction.Search,
        CategoryId = found > 0 ? categoryId : null,
        Query = query,
        ResultCount = found,
        ListId = "search",
        DeviceType = visitor.Device,
        DeviceId = visitor.DeviceId,
    });
}
