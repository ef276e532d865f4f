namespace SmartKart.Scoring.Sessions;

/// <summary>
/// Several models as one: the models propose items, and a multinomial logit, with weights for short and for long sessions, ranks what they
/// propose by how much each says for it. A score is a log-odds: exp(score), divided by the sum over all that is proposed, is a probability.
/// Immutable.
/// </summary>
public sealed class SessionBlend : ISessionRecommender
{
    /// <summary>A blend.</summary>
    /// <param name="layout">What is weighed.</param>
    /// <param name="weights">Length kinds × width, row-major.</param>
    /// <exception cref="SessionModelException">There are more or fewer weights.</exception>
    public SessionBlend(BlendLayout layout, float[] weights)
    {
        if (weights.Length != layout.LengthKinds * layout.Width)
            throw new SessionModelException(
                $"The blend has {weights.Length} weights, where {layout.LengthKinds} × {layout.Width} are needed. {SessionModelException.Remedy}");
        (Layout, Weights) = (layout, weights);
    }

    /// <inheritdoc />
    public int ItemCount => Layout.ItemCount;

    /// <summary>What is weighed.</summary>
    public BlendLayout Layout { get; }

    internal float[] Weights { get; }

    /// <summary>The weights, as the constructor takes them: for who saves them.</summary>
    public float[] ToArray() => Weights;

    /// <inheritdoc />
    public SessionScorer NewScorer() => new SessionBlendScorer(this);

    internal ReadOnlySpan<float> WeightsFor(int sessionLength) =>
        Weights.AsSpan(Layout.LengthKindOf(sessionLength) * Layout.Width, Layout.Width);
}
