namespace SmartKart.Serving.Rollouts;

/// <summary>Whose lists a visitor gets.</summary>
internal enum Variant
{
    /// <summary>The champion's.</summary>
    Champion,

    /// <summary>The candidate's.</summary>
    Candidate,
}

/// <summary>What variants are called in answers, impressions and metrics.</summary>
internal static class VariantNames
{
    /// <summary>A variant's name.</summary>
    public static string Of(Variant variant) => variant == Variant.Candidate ? "candidate" : "champion";

    /// <summary>That of an arm; null outside an experiment.</summary>
    public static string? Of(Arm? arm) => arm is null ? null : Of(arm.Variant);
}
