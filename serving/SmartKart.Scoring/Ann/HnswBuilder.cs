using SmartKart.Scoring.Ann.Distances;
using SmartKart.Scoring.Ann.Files;
using SmartKart.Scoring.Ann.Graph;

namespace SmartKart.Scoring.Ann;

/// <summary>
/// Builds an <see cref="HnswIndex"/>: hierarchical navigable small world graphs, by Malkov and Yashunin, "Efficient and robust approximate
/// nearest neighbor search using hierarchical navigable small world graphs" (arXiv 1603.09320). The bytes are those of the file from the
/// beginning: layers are drawn first, so all places are known, and threads write links where they stay.
/// </summary>
public static class HnswBuilder
{
    /// <summary>Builds an index. Its memory is about <c>count × (4 · dims + 8 · M + 100)</c> bytes, and each thread's a byte a row.</summary>
    /// <param name="vectors">Count × dims, row after row. They are copied.</param>
    /// <param name="dims">Numbers in a row, 1 to 65,536.</param>
    /// <param name="metric">What "near" means.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancel">Ends the build without an index.</param>
    /// <exception cref="AnnIndexException">No vectors, not whole rows, a number that is not finite, or a setting out of its range. Told before
    /// anything is built.</exception>
    public static HnswIndex Build(
        ReadOnlySpan<float> vectors, int dims, AnnMetric metric, HnswOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new HnswOptions();
        options.Check();
        var count = VectorIntake.CountRows(vectors, dims);
        var plan = InsertionPlan.Draw(count, options.M, options.Seed);
        var header = new HnswHeader(metric, dims, count, options.M, options.EfConstruction, options.EfSearch,
            plan.Order[0], plan.LayerMax, options.Seed, plan.UpperStarts[^1]);
        var memory = IndexMemory.Allocate(new HnswLayout(header).FileBytes);
        try
        {
            var graph = new HnswGraph(memory, header);
            plan.UpperStarts.CopyTo(graph.UpperStarts);
            VectorIntake.Copy(vectors, dims, metric, graph.Vectors);
            if (metric == AnnMetric.SquaredEuclidean) Link<SquaredDifferenceTerm>(graph, plan.Order, options, cancel);
            else Link<DotTerm>(graph, plan.Order, options, cancel);
            memory.Seal(header);
            return new HnswIndex(memory, header);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private static void Link<TTerm>(HnswGraph graph, int[] order, HnswOptions options, CancellationToken cancel) where TTerm : struct, IDistanceTerm
    {
        var locks = new NodeLocks(graph.Count);
        var threads = Math.Min(options.Threads, graph.Count);
        var last = 0;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, _ =>
        {
            var insertion = new GraphInsertion<TTerm>(graph, locks, options.EfConstruction);
            for (var at = Interlocked.Increment(ref last); at < order.Length; at = Interlocked.Increment(ref last))
            {
                cancel.ThrowIfCancellationRequested();
                insertion.Insert(order[at]);
            }
        });
        new Reachability<TTerm>(graph, options.EfConstruction).Repair();
    }
}
