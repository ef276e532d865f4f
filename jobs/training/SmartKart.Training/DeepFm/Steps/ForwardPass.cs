using SmartKart.Training.DeepFm.Kernels;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Training.DeepFm.Steps;

/// <summary>From a block's ids to its scores. Hot path: a product and a fused pass a layer, and nothing is allocated.</summary>
/// <param name="model">Its weights; they may change between calls.</param>
internal sealed unsafe class ForwardPass(DeepFmModel model)
{
    /// <summary>Fills <see cref="Block.Scores"/>, and what a backward pass needs.</summary>
    /// <param name="block">Where to.</param>
    /// <param name="ids">Rows of the table: count × fields.</param>
    /// <param name="count">Examples, up to <see cref="Block.RowsMax"/>.</param>
    public void Run(Block block, int* ids, int count) => Run(block, ids, count, default, 0, 0);

    /// <summary>The same with dropout.</summary>
    /// <param name="block">Where to.</param>
    /// <param name="ids">Rows of the table: count × fields.</param>
    /// <param name="count">Examples, up to <see cref="Block.RowsMax"/>.</param>
    /// <param name="dropout">What is left out.</param>
    /// <param name="step">Of training.</param>
    /// <param name="first">The block's first example in its batch.</param>
    public void Run(Block block, int* ids, int count, DropoutMask dropout, long step, int first)
    {
        Embed(block, ids, count);
        var plan = model.Plan;
        var parameters = model.Parameters.Values;
        var inputs = block.Embedded;
        for (var layer = 0; layer < plan.Hidden; layer++)
        {
            var (width, outputs) = (plan.Outputs(layer), block.Outputs[layer]);
            Blas.Multiply(false, false, count, width, plan.Inputs(layer), 1, inputs.Values, parameters[plan.WeightsAt(layer)..], 0, outputs.Values);
            LayerKernels.BiasAndRelu(outputs.Start(), model.Parameters.Start() + plan.BiasesAt(layer), count, width);
            if (dropout.IsActive)
            {
                for (var row = 0; row < count; row++) dropout.Apply(outputs.Row(row), dropout.Key(step, first + row, layer));
            }
            inputs = outputs;
        }
        var weights = model.Parameters.Start() + plan.OutputWeightsAt;
        var bias = parameters[plan.OutputBiasAt];
        for (var row = 0; row < count; row++)
            block.Scores.Start()[row] += bias + LayerKernels.Dot(inputs.Start() + (long)row * plan.OutputInputs, weights, plan.OutputInputs);
    }

    private void Embed(Block block, int* ids, int count)
    {
        var (fields, width) = (model.FieldSizes.Count, model.EmbeddingDimension);
        var table = model.Table.Start();
        var firstOrder = model.FirstOrder.Start();
        for (var row = 0; row < count; row++, ids += fields)
        {
            if (row + 1 < count)
            {
                for (var next = ids + fields; next < ids + 2 * fields; next++)
                {
                    Prefetch.Line(table + (long)*next * width);
                    Prefetch.Line(firstOrder + *next);
                }
            }
            block.Scores.Start()[row] = EmbeddingKernels.Gather(
                table, firstOrder, ids, fields, width, block.Embedded.Start() + (long)row * fields * width, block.Sums.Start() + (long)row * width);
        }
    }
}
