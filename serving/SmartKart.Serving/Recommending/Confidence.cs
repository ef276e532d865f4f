namespace SmartKart.Serving.Recommending;

/// <summary>How sure a recommendation is, from 0 to 1, and the word for it.</summary>
internal static class Confidence
{
    private const double Scale = 4;     // standard deviations at which it is 1 − 1/e

    /// <summary>
    /// Of a score in standard deviations above the average product: 1 − e^(−z / 4). A product that stands out by 5 is Very High, one by 3 High. A measure of how
    /// much the model tells the product from others, not a probability that it is bought.
    /// </summary>
    public static double Of(double standardScore) => standardScore > 0 ? 1 - Math.Exp(-standardScore / Scale) : 0;

    /// <summary>The word for it.</summary>
    public static string LabelOf(double confidence) => confidence switch
    {
        > 0.7 => "Very High",
        > 0.5 => "High",
        > 0.3 => "Medium",
        _ => "Exploratory",
    };
}
