using System.Numerics.Tensors;

namespace SmartKart.Scoring.Exploration;

/// <summary>
/// Scores by what features tell of a click, and by how little is known of such features: θ·x + α √(xᵀ A⁻¹ x), with A = ridge · I + Σ x xᵀ and θ = A⁻¹ Σ click · x
/// (LinUCB, algorithm 1 of Li, Chu, Langford and Schapire, WWW 2010). One model of all items, or one of each. In float64. Not thread safe while it is told
/// something; else it is.
/// </summary>
public sealed class LinUcb
{
    private readonly double[] _inverses, _responses, _weights;     // arms × features × features; arms × features; the same
    private readonly double[] _scratch;

    /// <exception cref="BanditException">A setting is out of its range.</exception>
    public LinUcb(LinUcbOptions options) : this(options, Beginning(options), new double[options.Arms * options.Features]) { }

    /// <summary>One that goes on from what another had learned. The arrays become its own.</summary>
    /// <exception cref="BanditException">A setting is out of its range, or the arrays don't fit.</exception>
    internal LinUcb(LinUcbOptions options, double[] inverses, double[] responses)
    {
        options.Check();
        var (features, arms) = (options.Features, options.Arms);
        if (inverses.Length != arms * features * features)
            throw BanditException.Misfit("inverses", inverses.Length, $"{arms} × {features} × {features}");
        if (responses.Length != arms * features) throw BanditException.Misfit("responses", responses.Length, $"{arms} × {features}");
        if (!TensorPrimitives.IsFiniteAll<double>(inverses) || !TensorPrimitives.IsFiniteAll<double>(responses))
            throw new BanditException("A bandit's inverses or responses aren't all finite, so it can't score. Train it again, on features that are.");
        (Options, _inverses, _responses, _weights, _scratch) = (options, inverses, responses, new double[responses.Length], new double[features]);
        for (var arm = 0; arm < arms; arm++) Solve(arm);
    }

    /// <summary>How it learns.</summary>
    public LinUcbOptions Options { get; }

    internal ReadOnlySpan<double> Inverses => _inverses;

    internal ReadOnlySpan<double> Responses => _responses;

    /// <summary>θ of an arm: what each feature says of a click.</summary>
    public ReadOnlySpan<double> Weights(int arm) => _weights.AsSpan(Checked(arm) * Options.Features, Options.Features);

    /// <summary>A⁻¹ of an arm: features × features, symmetric.</summary>
    public ReadOnlySpan<double> Inverse(int arm) => _inverses.AsSpan(Checked(arm) * Options.Features * Options.Features, Options.Features * Options.Features);

    /// <summary>Tells it what came of showing something.</summary>
    /// <param name="arm">Which item; 0 where there is one model of all.</param>
    /// <param name="features">What told of user and item then.</param>
    /// <param name="reward">1 for a click, 0 for none; or what it was worth.</param>
    /// <exception cref="BanditException">There is no such arm, there are more or fewer features, or one isn't finite.</exception>
    public void Observe(int arm, ReadOnlySpan<double> features, double reward)
    {
        Checked(arm);
        if (features.Length != Options.Features) throw BanditException.Misfit("observation", features.Length, $"{Options.Features} features");
        if (!TensorPrimitives.IsFiniteAll(features) || !double.IsFinite(reward))
            throw new BanditException($"An observation of arm {arm} has a feature or a reward that isn't finite. Leave it out, or give what is missing as 0.");
        var d = features.Length;
        ShermanMorrison.Update(_inverses.AsSpan(arm * d * d, d * d), features, _scratch);
        var responses = _responses.AsSpan(arm * d, d);
        TensorPrimitives.MultiplyAdd(features, reward, responses, responses);
        Solve(arm);
    }

    /// <summary>What is expected of showing something: θ·x.</summary>
    public double Mean(int arm, ReadOnlySpan<double> features) => TensorPrimitives.Dot(Weights(arm), features);

    /// <summary>How little is known of it: √(xᵀ A⁻¹ x).</summary>
    public double Width(int arm, ReadOnlySpan<double> features)
    {
        var inverse = Inverse(arm);
        var square = 0.0;
        for (var row = 0; row < features.Length; row++)
            square += features[row] * TensorPrimitives.Dot(inverse.Slice(row * features.Length, features.Length), features);
        return Math.Sqrt(Math.Max(square, 0));
    }

    /// <summary>Scores candidates: the greatest comes first. Hot path: per candidate; it allocates nothing.</summary>
    /// <param name="arms">Each candidate's item; empty where there is one model of all.</param>
    /// <param name="features">candidates × features, row-major.</param>
    /// <param name="scores">Takes one of each candidate.</param>
    /// <exception cref="BanditException">There is no such arm, or the spans don't fit each other.</exception>
    public void Score(ReadOnlySpan<int> arms, ReadOnlySpan<double> features, Span<float> scores)
    {
        var d = Options.Features;
        var candidates = arms.IsEmpty ? features.Length / d : arms.Length;
        if (arms.IsEmpty && Options.Arms > 1) throw BanditException.Misfit("list of arms", 0, "as many as candidates");
        if (features.Length != candidates * d || scores.Length < candidates)
            throw BanditException.Misfit("features of candidates", features.Length, $"{candidates} × {d}, with as many scores,");
        for (var at = 0; at < candidates; at++)
        {
            var arm = arms.IsEmpty ? 0 : arms[at];
            var x = features.Slice(at * d, d);
            scores[at] = (float)(Mean(arm, x) + Options.Exploration * Width(arm, x));
        }
    }

    private void Solve(int arm)
    {
        var d = Options.Features;
        for (var row = 0; row < d; row++)
            _weights[arm * d + row] = TensorPrimitives.Dot<double>(_inverses.AsSpan((arm * d + row) * d, d), _responses.AsSpan(arm * d, d));
    }

    private int Checked(int arm) => (uint)arm < (uint)Options.Arms ? arm : throw BanditException.Unknown("arm", arm, Options.Arms);

    private static double[] Beginning(LinUcbOptions options)
    {
        options.Check();
        var d = options.Features;
        var inverses = new double[options.Arms * d * d];
        for (var arm = 0; arm < options.Arms; arm++)
        {
            for (var at = 0; at < d; at++) inverses[(arm * d + at) * d + at] = 1 / options.Ridge;
        }
        return inverses;
    }
}
