using System.Globalization;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Local.Models;

/// <summary>Why something is recommended, in words.</summary>
internal static class ReasonText
{
    public static string Of(Recommendation recommendation, Func<string, string>? nameOf = null) => recommendation.Reasons.Count == 0
        ? "many want it"
        : string.Join(", ", recommendation.Reasons.Select(reason =>
            string.Create(CultureInfo.InvariantCulture, $"{nameOf?.Invoke(reason.Product) ?? reason.Product} ({reason.Share:P0})")));
}
