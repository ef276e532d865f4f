using SmartKart.Training.DeepFm;

namespace SmartKart.Training.Tests.DeepFm;

public sealed class DeepFmTrainerTests
{
    private static readonly int[] Sizes = [6, 6, 3];
    private static readonly DeepFmOptions Small = new()
    {
        EmbeddingDimension = 8, Layers = [32, 16], BatchSize = 64, EpochsMax = 60, Threads = 2, LearningRate = 0.01, EmbeddingPenalty = 0,
    };

    [Fact]
    public void It_learns_what_only_two_fields_together_tell()
    {
        var training = Examples.Of(600, Sizes, seed: 1);

        var result = Train(Small, training);

        using var model = result.Model;
        var probabilities = new float[training.Rows];
        model.Predict(training.Ids, probabilities);
        var accuracy = BinaryAccuracy.Of(probabilities, training.Labels);
        accuracy.LogLoss.ShouldBeLessThan(0.02);
        accuracy.Auc!.Value.ShouldBeGreaterThan(0.999);
        result.Epochs.Count.ShouldBe(60);
        result.Epochs[^1].TrainingLogLoss.ShouldBeLessThan(result.Epochs[0].TrainingLogLoss);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void The_same_seed_and_threads_give_the_same_model_to_the_bit(double dropout)
    {
        var options = Small with { EpochsMax = 3, Dropout = dropout };
        var (training, validation) = (Examples.Of(500, Sizes, seed: 1, noise: 0.1), Examples.Of(100, Sizes, seed: 2, noise: 0.1));

        using var one = Train(options, training, validation).Model;
        using var same = Train(options, training, validation).Model;
        using var other = Train(options with { Seed = 9 }, training, validation).Model;

        one.Table.Values.SequenceEqual(same.Table.Values).ShouldBeTrue();
        one.Parameters.Values.SequenceEqual(same.Parameters.Values).ShouldBeTrue();
        one.Parameters.Values.SequenceEqual(other.Parameters.Values).ShouldBeFalse();
    }

    [Fact]
    public void Training_stops_when_validation_gains_no_more_and_keeps_the_best_weights()
    {
        var options = Small with { EpochsMax = 200, Patience = 3, LearningRate = 0.03 };
        var (training, validation) = (Examples.Of(200, [30, 30, 30], seed: 1, noise: 0.3), Examples.Of(200, [30, 30, 30], seed: 2, noise: 0.3));

        var result = Train(options, training, validation);

        using var model = result.Model;
        result.Epochs.Count.ShouldBe(result.Best.Number + 3);
        result.Best.Validation!.Value.LogLoss.ShouldBe(result.Epochs.Min(epoch => epoch.Validation!.Value.LogLoss));
        var probabilities = new float[validation.Rows];
        model.Predict(validation.Ids, probabilities);
        BinaryAccuracy.Of(probabilities, validation.Labels).LogLoss.ShouldBe(result.Best.Validation!.Value.LogLoss, 1e-6);
    }

    [Fact]
    public void Each_pass_is_told_of()
    {
        var told = new Told();

        using var model = Train(Small with { EpochsMax = 4 }, Examples.Of(100, Sizes, seed: 1), progress: told).Model;

        told.Epochs.Select(epoch => epoch.Number).ShouldBe([1, 2, 3, 4]);
        told.Epochs.ShouldAllBe(epoch => epoch.Validation == null && epoch.IsBest && epoch.TrainingLogLoss > 0);
    }

    [Fact]
    public void Dropout_trains_and_scores_whole()
    {
        var training = Examples.Of(600, Sizes, seed: 1);

        using var model = Train(Small with { Dropout = 0.2, EpochsMax = 100 }, training).Model;

        var probabilities = new float[training.Rows];
        model.Predict(training.Ids, probabilities);
        BinaryAccuracy.Of(probabilities, training.Labels).Auc!.Value.ShouldBeGreaterThan(0.99);
    }

    [Fact]
    public void Predictions_are_those_of_the_paper()
    {
        var data = Examples.Of(700, Sizes, seed: 3, noise: 0.2);
        using var model = Train(Small with { EpochsMax = 2 }, data).Model;
        var oracle = new NaiveDeepFm(model);

        var probabilities = new float[data.Rows];
        model.Predict(data.Ids, probabilities);

        for (var row = 0; row < data.Rows; row++)
            ((double)probabilities[row]).ShouldBe(oracle.Probability(data.Ids.AsSpan(row * data.Fields, data.Fields)), 1e-5);
    }

    [Fact]
    public void A_cancelled_training_ends_between_steps()
    {
        using var cancel = new CancellationTokenSource();
        var stopper = new Told { AfterFirst = cancel.Cancel };

        var training = Examples.Of(100, Sizes, seed: 1);

        Should.Throw<OperationCanceledException>(() => new DeepFmTrainer(Small).Train(training, progress: stopper, cancel: cancel.Token));

        stopper.Epochs.Count.ShouldBe(1);
    }

    [Fact]
    public void Labels_of_one_class_are_refused()
    {
        var data = new CategoricalData(Sizes, [0, 0, 0, 1, 1, 1], [1, 1]);

        Should.Throw<DeepFmDataException>(() => Train(Small, data)).Message.ShouldContain("All 2 labels are 1");
    }

    [Fact]
    public void Validation_of_other_fields_is_refused() =>
        Should.Throw<DeepFmDataException>(() => Train(Small, Examples.Of(20, Sizes, seed: 1), Examples.Of(20, [6, 6, 4], seed: 1)))
            .Message.ShouldContain("6, 6, 4");

    [Fact]
    public void More_memory_than_there_is_is_refused_before_any_is_taken()
    {
        var data = new CategoricalData([2_000_000, 2], [0, 0, 1, 1], [0, 1]);
        var trainer = new DeepFmTrainer(Small with { EmbeddingDimension = 256, BatchSize = 1 << 20, Layers = [4096, 4096, 4096], Threads = 256 });

        var fault = Should.Throw<DeepFmMemoryException>(() => trainer.Train(data));

        fault.NeededBytes.ShouldBe(trainer.BytesNeeded(data.FieldSizes, 2, 0));
        fault.NeededBytes.ShouldBeGreaterThan(fault.AvailableBytes);
    }

    [Fact]
    public void More_ids_than_a_table_holds_are_refused() =>
        Should.Throw<DeepFmDataException>(() => Train(Small, new CategoricalData([1_000_000_000, 1_000_000_000], [0, 0, 1, 1], [0, 1])))
            .Message.ShouldStartWith("The fields have 2000000000 ids");

    [Fact]
    public void Memory_is_mostly_the_tables_and_their_means()
    {
        var trainer = new DeepFmTrainer(new DeepFmOptions { Threads = 2 });

        var bytes = trainer.BytesNeeded([1_000_000], 0, 0);

        bytes.ShouldBeInRange(1_000_000L * 4 * (3 * 17 + 1), 1_000_000L * 4 * 60);
    }

    [Fact]
    public void Steps_that_are_too_long_end_in_an_error_that_says_so() =>
        Should.Throw<DeepFmDivergedException>(() => Train(Small with { LearningRate = 1e30 }, Examples.Of(500, Sizes, seed: 1)))
            .Message.ShouldContain("LearningRate below 1E+30");

    public static TheoryData<string, DeepFmOptions> Wrong => new()
    {
        { nameof(DeepFmOptions.EmbeddingDimension), new DeepFmOptions { EmbeddingDimension = 0 } },
        { nameof(DeepFmOptions.Layers), new DeepFmOptions { Layers = [] } },
        { nameof(DeepFmOptions.Layers), new DeepFmOptions { Layers = [8, 0] } },
        { nameof(DeepFmOptions.LearningRate), new DeepFmOptions { LearningRate = double.NaN } },
        { nameof(DeepFmOptions.Dropout), new DeepFmOptions { Dropout = 1 } },
        { nameof(DeepFmOptions.BatchSize), new DeepFmOptions { BatchSize = 0 } },
        { nameof(DeepFmOptions.Threads), new DeepFmOptions { Threads = 0 } },
        { nameof(DeepFmOptions.EmbeddingPenalty), new DeepFmOptions { EmbeddingPenalty = -1 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_option_outside_its_range_is_named(string option, DeepFmOptions options)
    {
        var fault = Should.Throw<DeepFmOptionsException>(() => new DeepFmTrainer(options));

        fault.Option.ShouldBe(option);
        fault.Message.ShouldContain(option);
    }

    private static DeepFmResult Train(
        DeepFmOptions options, CategoricalData training, CategoricalData? validation = null, IProgress<DeepFmEpoch>? progress = null) =>
        new DeepFmTrainer(options).Train(training, validation, progress, TestContext.Current.CancellationToken);

    private sealed class Told : IProgress<DeepFmEpoch>
    {
        public List<DeepFmEpoch> Epochs { get; } = [];

        public Action? AfterFirst { get; init; }

        public void Report(DeepFmEpoch value)
        {
            Epochs.Add(value);
            AfterFirst?.Invoke();
        }
    }
}
