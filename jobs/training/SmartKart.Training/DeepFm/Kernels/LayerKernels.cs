using System.Numerics;

namespace SmartKart.Training.DeepFm.Kernels;

/// <summary>What surrounds the products of a layer, fused so that each value is read and written once. Matrices are rows × width, row-major.</summary>
internal static unsafe class LayerKernels
{
    /// <summary>Adds the bias and cuts off what is below 0, in place.</summary>
    public static void BiasAndRelu(float* values, float* bias, int rows, int width)
    {
        for (var row = 0; row < rows; row++, values += width)
        {
            var at = 0;
            for (; at + Vector<float>.Count <= width; at += Vector<float>.Count)
                Vector.Store(Vector.Max(Vector.Load(values + at) + Vector.Load(bias + at), Vector<float>.Zero), values + at);
            for (; at < width; at++) values[at] = Math.Max(values[at] + bias[at], 0);
        }
    }

    /// <summary>
    /// Turns gradients of a layer's outputs into those before its ReLU and dropout, in place, and adds their columns to the bias'. An output above 0 was
    /// neither cut off nor left out.
    /// </summary>
    public static void ReluBackward(float* gradients, float* outputs, int rows, int width, float scale, float* biasGradients)
    {
        var scales = new Vector<float>(scale);
        for (var row = 0; row < rows; row++, gradients += width, outputs += width)
        {
            var at = 0;
            for (; at + Vector<float>.Count <= width; at += Vector<float>.Count)
            {
                var passes = Vector.GreaterThan(Vector.Load(outputs + at), Vector<float>.Zero);
                var gradient = Vector.ConditionalSelect(Vector.AsVectorSingle(passes), Vector.Load(gradients + at) * scales, Vector<float>.Zero);
                Vector.Store(gradient, gradients + at);
                Vector.Store(Vector.Load(biasGradients + at) + gradient, biasGradients + at);
            }
            for (; at < width; at++)
            {
                gradients[at] = outputs[at] > 0 ? gradients[at] * scale : 0;
                biasGradients[at] += gradients[at];
            }
        }
    }

    /// <summary>The inner product.</summary>
    public static float Dot(float* left, float* right, int width)
    {
        var sum = Vector<float>.Zero;
        var at = 0;
        for (; at + Vector<float>.Count <= width; at += Vector<float>.Count)
            sum = Vector.FusedMultiplyAdd(Vector.Load(left + at), Vector.Load(right + at), sum);
        var rest = 0f;
        for (; at < width; at++) rest += left[at] * right[at];
        return Vector.Sum(sum) + rest;
    }

    /// <summary>Through the last layer, which has one output: gradients of its inputs, filled, and of its weights, added to.</summary>
    /// <param name="slope">The gradient of an example's score.</param>
    /// <param name="weights">width.</param>
    /// <param name="inputs">The example's, width.</param>
    /// <param name="inputGradients">width, filled.</param>
    /// <param name="weightGradients">width, added to.</param>
    /// <param name="width">How many.</param>
    public static void OutputBackward(float slope, float* weights, float* inputs, float* inputGradients, float* weightGradients, int width)
    {
        var slopes = new Vector<float>(slope);
        var at = 0;
        for (; at + Vector<float>.Count <= width; at += Vector<float>.Count)
        {
            Vector.Store(slopes * Vector.Load(weights + at), inputGradients + at);
            Vector.Store(Vector.FusedMultiplyAdd(slopes, Vector.Load(inputs + at), Vector.Load(weightGradients + at)), weightGradients + at);
        }
        for (; at < width; at++)
        {
            inputGradients[at] = slope * weights[at];
            weightGradients[at] += slope * inputs[at];
        }
    }
}
