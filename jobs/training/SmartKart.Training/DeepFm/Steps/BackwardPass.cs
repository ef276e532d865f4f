using SmartKart.Training.DeepFm.Kernels;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Training.DeepFm.Steps;

/// <summary>
/// From the gradients of a block's scores to those of all parameters. Hot path: two products and a fused pass a layer, and nothing is allocated.
/// </summary>
/// <param name="model">Its weights.</param>
internal sealed unsafe class BackwardPass(DeepFmModel model)
{
    /// <summary>Runs after a forward pass of the same block.</summary>
    /// <param name="block">What that left.</param>
    /// <param name="count">Its examples.</param>
    /// <param name="slopes">Gradients of their scores.</param>
    /// <param name="dropoutScale">What outputs that were kept were multiplied by.</param>
    /// <param name="parameterGradients">Of the layers, as <see cref="LayerPlan"/> has them; added to.</param>
    /// <param name="embeddedGradients">Of each example's embeddings, count × (fields × width); filled.</param>
    public void Run(Block block, int count, float* slopes, float dropoutScale, Span<float> parameterGradients, Span<float> embeddedGradients)
    {
        var plan = model.Plan;
        var parameters = model.Parameters.Values;
        OutputLayer(block, count, slopes, parameterGradients);
        for (var layer = plan.Hidden - 1; layer >= 0; layer--)
        {
            var (inputWidth, width, gradients) = (plan.Inputs(layer), plan.Outputs(layer), block.OutputGradients[layer]);
            fixed (float* biasGradients = parameterGradients[plan.BiasesAt(layer)..])
                LayerKernels.ReluBackward(gradients.Start(), block.Outputs[layer].Start(), count, width, dropoutScale, biasGradients);
            var inputs = layer == 0 ? block.Embedded : block.Outputs[layer - 1];
            Blas.Multiply(true, false, inputWidth, width, count, 1, inputs.Values, gradients.Values, 1, parameterGradients[plan.WeightsAt(layer)..]);
            var inputGradients = layer == 0 ? embeddedGradients : block.OutputGradients[layer - 1].Values;
            Blas.Multiply(false, true, count, inputWidth, width, 1, gradients.Values, parameters[plan.WeightsAt(layer)..], 0, inputGradients);
        }
        var (fields, embedding) = (model.FieldSizes.Count, model.EmbeddingDimension);
        fixed (float* into = embeddedGradients)
        {
            for (var row = 0; row < count; row++)
            {
                var at = (long)row * fields * embedding;
                EmbeddingKernels.AddPairs(
                    into + at, block.Embedded.Start() + at, block.Sums.Start() + (long)row * embedding, fields, embedding, slopes[row]);
            }
        }
    }

    private void OutputLayer(Block block, int count, float* slopes, Span<float> parameterGradients)
    {
        var (plan, width) = (model.Plan, model.Plan.OutputInputs);
        var weights = model.Parameters.Start() + plan.OutputWeightsAt;
        var (inputs, inputGradients) = (block.Outputs[^1], block.OutputGradients[^1]);
        fixed (float* weightGradients = parameterGradients[plan.OutputWeightsAt..])
        {
            for (var row = 0; row < count; row++)
            {
                var at = (long)row * width;
                LayerKernels.OutputBackward(slopes[row], weights, inputs.Start() + at, inputGradients.Start() + at, weightGradients, width);
                weightGradients[width] += slopes[row];
            }
        }
    }
}
