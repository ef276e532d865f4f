using System.Numerics;
using System.Runtime.CompilerServices;

namespace SmartKart.Training.DeepFm.Kernels;

/// <summary>Adam over memory: mean, squares and weights in one pass.</summary>
internal static unsafe class AdamKernels
{
    /// <summary>Dense: gradients are the sum of the threads' parts.</summary>
    /// <param name="weights">count values.</param>
    /// <param name="means">As many.</param>
    /// <param name="squares">As many.</param>
    /// <param name="parts">The first thread's gradients, count values.</param>
    /// <param name="partStride">Floats from one thread's to the next one's.</param>
    /// <param name="partCount">How many threads.</param>
    /// <param name="count">How many.</param>
    /// <param name="penalty">Times the weight is added to each gradient.</param>
    /// <param name="step">Which.</param>
    public static void Dense(
        float* weights, float* means, float* squares, float* parts, long partStride, int partCount, int count, float penalty, in AdamStep step)
    {
        var wide = new Wide(step, penalty);
        var at = 0;
        for (; at + Vector<float>.Count <= count; at += Vector<float>.Count)
        {
            var gradient = Vector.Load(parts + at);
            for (var part = 1; part < partCount; part++) gradient += Vector.Load(parts + part * partStride + at);
            wide.Update(weights + at, means + at, squares + at, gradient);
        }
        for (; at < count; at++)
        {
            var gradient = parts[at];
            for (var part = 1; part < partCount; part++) gradient += parts[part * partStride + at];
            Single(weights + at, means + at, squares + at, gradient, penalty, step);
        }
    }

    /// <summary>Sparse: some rows of a table, each with its gradient; other rows' means stay as they are.</summary>
    /// <param name="table">rows × width.</param>
    /// <param name="moments">rows × (width means, then width squares).</param>
    /// <param name="rows">Which, each once; count.</param>
    /// <param name="gradients">count × width.</param>
    /// <param name="count">How many.</param>
    /// <param name="width">Of a row.</param>
    /// <param name="penalty">Times the weight is added to each gradient.</param>
    /// <param name="step">Which.</param>
    public static void Rows(float* table, float* moments, int* rows, float* gradients, int count, int width, float penalty, in AdamStep step)
    {
        var wide = new Wide(step, penalty);
        for (var item = 0; item < count; item++)
        {
            if (item + Prefetch.Ahead < count)
            {
                Prefetch.Line(table + (long)rows[item + Prefetch.Ahead] * width);
                Prefetch.Line(moments + (long)rows[item + Prefetch.Ahead] * 2 * width);
                Prefetch.Line(moments + (long)rows[item + Prefetch.Ahead] * 2 * width + width);
            }
            var weights = table + (long)rows[item] * width;
            var gradient = gradients + (long)item * width;
            var means = moments + (long)rows[item] * 2 * width;
            var squares = means + width;
            var at = 0;
            for (; at + Vector<float>.Count <= width; at += Vector<float>.Count)
                wide.Update(weights + at, means + at, squares + at, Vector.Load(gradient + at));
            for (; at < width; at++) Single(weights + at, means + at, squares + at, gradient[at], penalty, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Single(float* weight, float* mean, float* square, float gradient, float penalty, in AdamStep step)
    {
        gradient += penalty * *weight;
        *mean = step.Beta1 * *mean + (1 - step.Beta1) * gradient;
        *square = step.Beta2 * *square + (1 - step.Beta2) * gradient * gradient;
        *weight -= step.Rate * *mean / (MathF.Sqrt(*square) * step.Root + step.Epsilon);
    }

    private readonly struct Wide(in AdamStep step, float penalty)
    {
        private readonly Vector<float> _beta1 = new(step.Beta1), _rest1 = new(1 - step.Beta1), _beta2 = new(step.Beta2), _rest2 = new(1 - step.Beta2);
        private readonly Vector<float> _rate = new(step.Rate), _root = new(step.Root), _epsilon = new(step.Epsilon), _penalty = new(penalty);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Update(float* weights, float* means, float* squares, Vector<float> gradient)
        {
            var weight = Vector.Load(weights);
            gradient = Vector.FusedMultiplyAdd(_penalty, weight, gradient);
            var mean = Vector.FusedMultiplyAdd(_beta1, Vector.Load(means), _rest1 * gradient);
            var square = Vector.FusedMultiplyAdd(_beta2, Vector.Load(squares), _rest2 * gradient * gradient);
            Vector.Store(mean, means);
            Vector.Store(square, squares);
            Vector.Store(weight - _rate * mean / Vector.FusedMultiplyAdd(Vector.SquareRoot(square), _root, _epsilon), weights);
        }
    }
}
