using System.Text;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Serving.Recommending;
using SmartKart.Serving.Rollouts;

namespace SmartKart.Serving.Events;

/// <summary>
/// Tells the platform what was recommended: an impression of each product of a list, with the probability that the policy put it there. Lists are a function of
/// what is known, and so is whose list a visitor gets in an experiment, so that is 1. Hot path: per product of a list.
/// </summary>
internal sealed class Impressions(EventSchemaSet schemas, EventPublisher publisher)
{
    private const string DefaultList = "recommendations";

    private readonly AvroSerializer<Clickstream> _serializer = new(schemas.Find(Topics.Clickstream)!.Id);      // shops write it

    /// <summary>Tells of a list. Where nobody could be told apart who saw it, nothing is told.</summary>
    public void Tell(RecommendationList list, RecommendationQuery query)
    {
        if ((query.UserId ?? query.SessionId) is null) return;
        var user = query.UserId ?? Assignment.Anonymous + query.SessionId;
        var key = Encoding.UTF8.GetBytes(user);
        var variant = VariantNames.Of(list.Arm);
        var events = new EncodedEvent[list.Products.Count];
        for (var position = 0; position < events.Length; position++)
        {
            var product = list.Products[position];
            var id = Guid.CreateVersion7(list.At);
            events[position] = new EncodedEvent(Topics.Clickstream, id.ToString(), key, _serializer.ToBytes(new Clickstream
            {
                EventId = id,
                OccurredAt = list.At,
                UserId = user,
                SessionId = query.SessionId,
                Action = ClickstreamAction.Impression,
                ProductId = product.ProductId,
                CategoryId = product.Product?.CategoryId,
                MerchantId = product.Product?.MerchantId,
                ListId = query.ListId ?? DefaultList,
                Position = position,
                RecommendationId = list.Id,
                ExperimentId = list.Arm?.ExperimentId,
                Variant = variant,
                Propensity = 1,
            }));
        }
        publisher.TryPublish(events, out _);        // a list is answered even so; what is refused is counted
    }
}
