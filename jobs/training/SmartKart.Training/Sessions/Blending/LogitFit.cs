using System.Numerics.Tensors;

namespace SmartKart.Training.Sessions;

/// <summary>
/// Fits a multinomial (conditional) logit (McFadden: "Conditional Logit Analysis of Qualitative Choice Behavior", 1974): the weights under
/// which what was chosen is likeliest among what was on offer. Newton's method on a convex loss, towards given weights where data is thin.
/// </summary>
/// <param name="width">Numbers that describe a candidate.</param>
/// <param name="ridge">How strongly weights are held to where they start: as much as so many cases.</param>
internal sealed class LogitFit(int width, double ridge)
{
    private const int StepsMax = 30;
    private const double StepTolerance = 1e-9;

    /// <summary>Fits.</summary>
    /// <param name="cases">What was chosen, and from what.</param>
    /// <param name="start">The weights to start from, and to be held to.</param>
    /// <param name="cancellation">Stops it.</param>
    public double[] Fit(IReadOnlyList<BlendCase> cases, double[] start, CancellationToken cancellation)
    {
        var weights = start.ToArray();
        if (cases.Count == 0) return weights;
        var loss = Loss(cases, weights, start);
        for (var step = 0; step < StepsMax; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (gradient, hessian) = Derivatives(cases, weights, start);
            var direction = gradient.ToArray();
            if (!CholeskySolver.TrySolve(hessian, direction)) return weights;      // flat but for the ridge: rounding is all that is left
            var decrement = TensorPrimitives.Dot<double>(gradient, direction);
            if (decrement < StepTolerance * cases.Count) return weights;
            (weights, loss) = Shorten(cases, weights, start, direction, loss);
        }
        return weights;
    }

    /// <summary>Halves a step until it lowers the loss: on a convex loss a short enough one does.</summary>
    private (double[] Weights, double Loss) Shorten(IReadOnlyList<BlendCase> cases, double[] weights, double[] start, double[] direction, double loss)
    {
        for (var length = 1.0; length > 1e-6; length /= 2)
        {
            var moved = new double[width];
            for (var at = 0; at < width; at++) moved[at] = weights[at] - length * direction[at];
            var lower = Loss(cases, moved, start);
            if (lower < loss) return (moved, lower);
        }
        return (weights, loss);
    }

    private double Loss(IReadOnlyList<BlendCase> cases, double[] weights, double[] start)
    {
        var losses = new double[cases.Count];
        Parallel.For(0, cases.Count, at =>
        {
            var probabilities = Probabilities(cases[at], weights);
            losses[at] = -Math.Log(Math.Max(probabilities[cases[at].Chosen], double.Epsilon));
        });
        return losses.Sum() + ridge / 2 * TensorPrimitives.SumOfSquares<double>(Minus(weights, start));
    }

    private (double[] Gradient, double[] Hessian) Derivatives(IReadOnlyList<BlendCase> cases, double[] weights, double[] start)
    {
        // Sums of floating-point numbers depend on their order: the parts are always the same ones, and are added in turn.
        const int parts = 32;
        var partials = new (double[] Gradient, double[] Hessian)[parts];
        Parallel.For(0, parts, part =>
        {
            var sums = (Gradient: new double[width], Hessian: new double[width * width]);
            for (var at = part; at < cases.Count; at += parts) Add(cases[at], weights, sums.Gradient, sums.Hessian);
            partials[part] = sums;
        });
        var (gradient, hessian) = (Minus(weights, start), new double[width * width]);
        TensorPrimitives.Multiply(gradient, ridge, gradient);
        foreach (var (partGradient, partHessian) in partials)
        {
            TensorPrimitives.Add<double>(gradient, partGradient, gradient);
            TensorPrimitives.Add<double>(hessian, partHessian, hessian);
        }
        for (var at = 0; at < width; at++) hessian[at * width + at] += ridge;
        return (gradient, hessian);
    }

    /// <summary>Of one case: the mean row less the chosen one, and the rows' covariance, its lower triangle.</summary>
    private void Add(BlendCase one, double[] weights, double[] gradient, double[] hessian)
    {
        var probabilities = Probabilities(one, weights);
        var mean = new double[width];
        var row = new double[width];
        for (var candidate = 0; candidate < probabilities.Length; candidate++)
        {
            TensorPrimitives.ConvertTruncating<float, double>(one.Rows.AsSpan(candidate * width, width), row);
            TensorPrimitives.MultiplyAdd(row, probabilities[candidate], mean, mean);
            AddOuter(hessian, row, probabilities[candidate]);
            if (candidate == one.Chosen) TensorPrimitives.Subtract<double>(gradient, row, gradient);
        }
        TensorPrimitives.Add<double>(gradient, mean, gradient);
        AddOuter(hessian, mean, -1);
    }

    private void AddOuter(double[] matrix, ReadOnlySpan<double> row, double factor)
    {
        for (var at = 0; at < width; at++)
        {
            if (row[at] == 0) continue;
            var line = matrix.AsSpan(at * width, at + 1);
            TensorPrimitives.MultiplyAdd(row[..(at + 1)], factor * row[at], line, line);
        }
    }

    private double[] Probabilities(BlendCase one, double[] weights)
    {
        var probabilities = new double[one.Rows.Length / width];
        for (var candidate = 0; candidate < probabilities.Length; candidate++)
        {
            var (score, first) = (0.0, candidate * width);
            for (var at = 0; at < width; at++) score += weights[at] * one.Rows[first + at];
            probabilities[candidate] = score;
        }
        TensorPrimitives.SoftMax<double>(probabilities, probabilities);
        return probabilities;
    }

    private static double[] Minus(double[] one, double[] other)
    {
        var difference = new double[one.Length];
        TensorPrimitives.Subtract<double>(one, other, difference);
        return difference;
    }
}
