namespace SmartKart.Topologies.Features.Handover;

/// <summary>Views whose tiles could not be handed over to the stream. Nothing was changed but a number that nobody uses.</summary>
public sealed class FeatureHandoverException : Exception
{
    private FeatureHandoverException(string message) : base(message) { }

    internal static FeatureHandoverException Placed(IEnumerable<string> views) => new(
        $"{string.Join(", ", views)}: the stream computes that already, and would count what history has once more. "
        + "A definition that changed is a new version of its view; to fill Redis alone, from history, there is --online-only.");
}
