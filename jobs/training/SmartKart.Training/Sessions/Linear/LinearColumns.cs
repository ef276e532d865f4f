using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>Solves a linear model's normal equations, a target's column at a time, each over its own sources.</summary>
/// <param name="known">XᵀX, a row for each item.</param>
/// <param name="toCome">XᵀY, a row for each target: its sources.</param>
/// <param name="ridge">What is added to the diagonal.</param>
internal sealed class LinearColumns(ItemLinks known, ItemLinks toCome, float ridge)
{
    /// <summary>B, a row for each source.</summary>
    public ItemLinks Solve(CancellationToken cancellation)
    {
        var weights = new double[toCome.ItemCount][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, weights.Length, options, () => new Workspace(known.ItemCount), (target, _, workspace) =>
        {
            weights[target] = Column(target, workspace);
            return workspace;
        }, _ => { });
        return Transpose(weights);
    }

    private double[] Column(int target, Workspace workspace)
    {
        var sources = toCome.TargetsOf(target);
        var size = sources.Length;
        var solution = new double[size];
        for (var place = 0; place < size; place++)
        {
            workspace.Places[sources[place]] = place;
            solution[place] = toCome.WeightsOf(target)[place];
        }
        var matrix = workspace.Matrix(size);
        for (var place = 0; place < size; place++)
        {
            var others = known.TargetsOf(sources[place]);
            var values = known.WeightsOf(sources[place]);
            for (var at = 0; at < others.Length; at++)
            {
                var other = workspace.Places[others[at]];
                if (other >= 0) matrix[place * size + other] = values[at];
            }
            matrix[place * size + place] += ridge;
        }
        foreach (var source in sources) workspace.Places[source] = -1;
        // XᵀX plus a ridge is positive definite: only rounding of huge weights could say otherwise, and then there is nothing to learn.
        return CholeskySolver.TrySolve(matrix, solution) ? solution : new double[size];
    }

    private ItemLinks Transpose(double[][] columns)
    {
        var starts = new int[known.ItemCount + 1];
        for (var target = 0; target < columns.Length; target++)
        {
            foreach (var source in toCome.TargetsOf(target)) starts[source + 1]++;
        }
        for (var source = 0; source < known.ItemCount; source++) starts[source + 1] += starts[source];
        var (targets, weights, ends) = (new int[starts[^1]], new float[starts[^1]], starts.AsSpan(0, known.ItemCount).ToArray());
        for (var target = 0; target < columns.Length; target++)
        {
            var sources = toCome.TargetsOf(target);
            for (var place = 0; place < sources.Length; place++)
            {
                var at = ends[sources[place]]++;
                (targets[at], weights[at]) = (target, (float)columns[target][place]);
            }
        }
        return new ItemLinks(starts, targets, weights);
    }

    // Of one thread: where an item stands among the sources at hand, and room for their system.
    private sealed class Workspace
    {
        private double[] _matrix = [];

        public Workspace(int itemCount)
        {
            Places = new int[itemCount];
            Array.Fill(Places, -1);
        }

        public int[] Places { get; }

        public Span<double> Matrix(int size)
        {
            if (_matrix.Length < size * size) _matrix = new double[size * size];
            var matrix = _matrix.AsSpan(0, size * size);
            matrix.Clear();
            return matrix;
        }
    }
}
