using System.Globalization;
using SmartKart.FeatureStore.Definitions;

namespace SmartKart.Topologies.Features.Placement;

/// <summary>Views that one application computes.</summary>
/// <param name="Generation">The application's number: 1 for the views of the first start, and one more for each start that found new ones.</param>
/// <param name="Views">The views, at least one.</param>
public sealed record PlacedViews(int Generation, IReadOnlyList<FeatureView> Views)
{
    /// <summary>What the first one's topology is called.</summary>
    public const string FirstName = "features";

    /// <summary>What the application's topology is called: <c>features</c>, <c>features-2</c>, …</summary>
    public string Name => Generation == 1 ? FirstName : string.Create(CultureInfo.InvariantCulture, $"{FirstName}-{Generation}");
}
