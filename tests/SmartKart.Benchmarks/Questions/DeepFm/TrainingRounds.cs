using System.Diagnostics;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Training.Algebra;
using SmartKart.Training.DeepFm;
using SmartKart.Training.DeepFm.Steps;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Benchmarks.Questions.DeepFm;

/// <summary>Our trainer, in this process: a round is one pass over the examples in a new order.</summary>
internal sealed class TrainingRounds : IContestant, IDisposable
{
    private const int WarmUpPasses = 2;

    private readonly CategoricalData _examples;
    private readonly DeepFmOptions _options;
    private readonly Crew _crew;
    private readonly TrainingStep _step;
    private readonly int[] _order;
    private SplitMix64 _random = new(1);

    public TrainingRounds(CategoricalData examples, DeepFmOptions options)
    {
        (_examples, _options) = (examples, options);
        Model = new DeepFmModel(examples.FieldSizes, options.EmbeddingDimension, options.Layers);
        Model.Initialize(options.Seed, (double)examples.Positives / examples.Rows);
        _crew = new Crew(options.Threads);
        _step = new TrainingStep(Model, options, _crew);
        _order = [.. Enumerable.Range(0, examples.Rows)];
    }

    public string Name => "DeepFM";

    public DeepFmModel Model { get; }

    public Task WarmUpAsync(CancellationToken cancel)
    {
        for (var pass = 0; pass < WarmUpPasses; pass++) Pass(cancel);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        Pass(cancel);
        var took = Stopwatch.GetElapsedTime(began);
        return Task.FromResult<IReadOnlyDictionary<string, double>>(
            new Dictionary<string, double> { ["examples_per_s"] = _order.Length / took.TotalSeconds });
    }

    public void Dispose()
    {
        _step.Dispose();
        _crew.Dispose();
        Model.Dispose();
    }

    private void Pass(CancellationToken cancel)
    {
        Blas.SetThreads(1);         // the crew shares the work
        _random.Shuffle(_order);
        for (var first = 0; first < _order.Length; first += _options.BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            _step.Run(_examples, _order, first, Math.Min(_options.BatchSize, _order.Length - first));
        }
    }
}
