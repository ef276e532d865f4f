using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Shoppers;

namespace SmartKart.Backfill.Simulation.Visits;

/// <summary>
/// What people make of a product: all choices follow from these numbers, and from chance (docs/simulator.md). The noise of a choice among many is that of
/// the multinomial logit (McFadden, 1974). Hot path: per product shown.
/// </summary>
internal static class Utility
{
    /// <summary>The utility of going on without a click; a list is clicked a little more often than not.</summary>
    internal const double OfNoClick = 3.3;

    private const double CartBase = -1.2;
    private const double FitWeight = 0.6, QualityWeight = 0.4;
    private const double PriceInClick = 0.5, PriceInCart = 0.5; // of the coefficient, so that together they are all of it

    /// <summary>Of a product in a list.</summary>
    internal static double InList(Shopper shopper, Product product) =>
        Taste.Match(shopper.Taste, product.Vector) + product.AppealToday - PriceInClick * Price(shopper, product);

    /// <summary>The probability that a product whose page is open goes into the cart, stock permitting.</summary>
    internal static double CartProbability(Shopper shopper, Product product) =>
        Logistic(CartBase + FitWeight * Fit(shopper, product) + QualityWeight * product.Quality - PriceInCart * Price(shopper, product));

    internal static double LikeProbability(Shopper shopper, Product product) => Logistic(-4.2 + Fit(shopper, product) + 0.5 * product.Quality);

    internal static double DislikeProbability(Shopper shopper, Product product) => Logistic(-4.5 - Fit(shopper, product) - 0.5 * product.Quality);

    /// <summary>The probability that a cart becomes an order: half where it costs a third of what somebody has.</summary>
    internal static double OrderProbability(double money, double subtotal) => 0.85 * Logistic(0.4 + 1.2 * Math.Log(Math.Max(money, 0.01) / (2 * subtotal)));

    /// <summary>How well its style suits somebody.</summary>
    internal static double Fit(Shopper shopper, Product product)
    {
        var fit = 0f;
        for (var at = Taste.Departments; at < Taste.Length; at++) fit += shopper.Taste[at] * product.Vector[at];
        return fit;
    }

    private static double Price(Shopper shopper, Product product) => shopper.PriceSensitivity * product.PriceCoefficient * product.LogPrice;

    private static double Logistic(double utility) => 1 / (1 + Math.Exp(-utility));
}
