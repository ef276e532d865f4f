using SmartKart.FeatureStore.Views;

namespace SmartKart.Serving.Features;

/// <summary>Finds the features that serving itself goes by.</summary>
internal static class FeaturePlaces
{
    /// <summary>A feature's place in a service's vector.</summary>
    /// <exception cref="ServingException">The service doesn't have it.</exception>
    public static int PlaceOf(this ServicePlan plan, string feature)
    {
        for (var place = 0; place < plan.Features.Count; place++)
        {
            if (plan.Features[place].Feature.Name == feature) return place;
        }
        throw new ServingException($"The feature service {plan.Name} has no feature {feature}, by which serving goes. Add it to the service.");
    }
}
