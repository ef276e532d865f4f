using System.Diagnostics;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Training.Algebra;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Benchmarks.Questions.DeepFm;

/// <summary>What OpenBLAS gives at its best here: products of two square matrices, large enough for its full rate, on as many threads.</summary>
internal sealed class ProductRounds(int threads) : IContestant
{
    private const int Order = 1024, Products = 60;

    private readonly DenseMatrix _left = Ones(), _right = Ones(), _into = Ones();

    public string Name => "SGEMM";

    public Task WarmUpAsync(CancellationToken cancel) => RoundAsync(cancel);

    public Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        Blas.SetThreads(threads);
        var began = Stopwatch.GetTimestamp();
        for (var product = 0; product < Products; product++)
            Blas.Multiply(false, false, Order, Order, Order, 1, _left.Values, _right.Values, 0, _into.Values);
        var took = Stopwatch.GetElapsedTime(began);
        return Task.FromResult<IReadOnlyDictionary<string, double>>(
            new Dictionary<string, double> { ["gflop_per_s"] = 2.0 * Order * Order * Order * Products / took.TotalSeconds / 1e9 });
    }

    private static DenseMatrix Ones()
    {
        var matrix = new DenseMatrix(Order, Order);
        matrix.Values.Fill(1);
        return matrix;
    }
}
