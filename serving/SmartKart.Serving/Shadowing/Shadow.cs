using SmartKart.Serving.Models;
using SmartKart.Serving.Recommending;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Shadowing;

/// <summary>A list that a candidate is to make in the shadow of the one that was answered.</summary>
/// <param name="Candidate">Who makes it: held open until it is done.</param>
/// <param name="Query">What was asked for.</param>
/// <param name="Visitor">What the champion's list was made from.</param>
/// <param name="Answered">That list.</param>
internal sealed record Shadow(ServedModel Candidate, RecommendationQuery Query, Visitor Visitor, IReadOnlyList<ListedProduct> Answered);
