using System.Security.Cryptography;
using SmartKart.Scoring.Onnx;
using SmartKart.Training.DeepFm;
using SmartKart.Training.DeepFm.Export;

namespace SmartKart.Training.Tests.DeepFm.Export;

public sealed class DeepFmOnnxTests
{
    private static readonly int[] Sizes = [40, 5, 17, 2];

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void Scores_of_ONNX_Runtime_are_the_trainers(int width)
    {
        var data = Examples.Of(1000, Sizes, seed: 4, noise: 0.2);
        using var model = Trained(data, width);
        using var scorer = Load(Written(model));
        using var run = scorer.CreateRun(data.Rows);
        var probabilities = new float[data.Rows];
        model.Predict(data.Ids, probabilities);

        run.Score(run.Fill<int>(DeepFmOnnx.Ids, data.Ids));

        var (scored, scores) = (run.Output<float>(DeepFmOnnx.Probability).ToArray(), run.Output<float>(DeepFmOnnx.Score).ToArray());
        for (var row = 0; row < data.Rows; row++)
        {
            scored[row].ShouldBe(probabilities[row], 1e-5f);
            (1 / (1 + MathF.Exp(-scores[row]))).ShouldBe(probabilities[row], 1e-5f);
        }
    }

    [Fact]
    public void The_model_says_what_it_takes_and_gives()
    {
        using var model = new DeepFmModel(Sizes, 8, [4]);
        using var scorer = Load(Written(model));

        scorer.Inputs.ShouldHaveSingleItem().ToString().ShouldBe("'ids' (Int32, rows × 4)");
        scorer.Outputs.Select(output => output.ToString()).ShouldBe(["'probability' (Single, rows)", "'score' (Single, rows)"]);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void An_id_outside_its_field_is_refused_where_it_would_be_another_fields(int id)
    {
        using var model = new DeepFmModel(Sizes, 8, [4]);
        using var scorer = Load(Written(model));
        using var run = scorer.CreateRun(1);

        run.Fill<int>(DeepFmOnnx.Ids, [0, id, 0, 0]);

        Should.Throw<OnnxInputException>(() => run.Score(1)).Message.ShouldContain("out of data bounds");
        run.Fill<int>(DeepFmOnnx.Ids, [39, 4, 16, 1]);
        run.Score(1);
    }

    // Models are kept for years: what is written for one must not change unseen.
    [Fact]
    public void The_bytes_of_a_model_are_fixed()
    {
        using var model = new DeepFmModel([2, 3], 2, [3]);
        foreach (var matrix in new[] { model.Table, model.FirstOrder, model.Parameters })
        {
            for (var at = 0; at < matrix.Values.Length; at++) matrix.Values[at] = at / 8f;
        }

        Convert.ToHexStringLower(SHA256.HashData(Written(model)))[..16].ShouldBe("5ca2cba84c4ce5bf");
    }

    private static DeepFmModel Trained(CategoricalData data, int width) => new DeepFmTrainer(
        new DeepFmOptions { EmbeddingDimension = width, Layers = [33, 16], BatchSize = 128, EpochsMax = 5, Threads = 1, LearningRate = 0.01 })
        .Train(data, cancel: TestContext.Current.CancellationToken).Model;

    private static byte[] Written(DeepFmModel model)
    {
        using var stream = new MemoryStream();
        DeepFmOnnx.Write(model, stream);
        return stream.ToArray();
    }

    private static OnnxModel Load(byte[] content)
    {
        try
        {
            return OnnxModel.Load("a DeepFM", content);
        }
        catch (OnnxLibraryException missing)
        {
            Assert.Skip(missing.Message);
            throw;
        }
    }
}
