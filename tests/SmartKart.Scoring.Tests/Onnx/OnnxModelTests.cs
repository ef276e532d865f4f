using SmartKart.Scoring.Onnx;

namespace SmartKart.Scoring.Tests.Onnx;

public sealed class OnnxModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_from_memory_scores_as_many_rows_as_are_given()
    {
        using var model = Load(TinyOnnx.Doubling());
        using var run = model.CreateRun(4);

        foreach (var rows in new[] { 2, 4, 1, 1, 3 })
        {
            float[] values = [.. Enumerable.Range(rows, rows * 3).Select(value => (float)value)];
            run.Score(run.Fill<float>("x", values));
            run.Output<float>("y")[..(rows * 3)].ToArray().ShouldBe(values.Select(value => value * 2));
        }
    }

    [Fact]
    public void A_model_from_a_file_scores()
    {
        Installed();
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, TinyOnnx.Doubling());
        using var model = OnnxModel.Open(path, new OnnxOptions { UseCuda = false });
        using var run = model.CreateRun(1);

        run.Fill<float>("x", [1, 2, 3]);
        run.Score(1);

        run.Output<float>("y").ToArray().ShouldBe([2f, 4, 6]);
        model.WhyNotCuda.ShouldBe("the options don't ask for it");
    }

    [Fact]
    public void A_model_of_other_numbers_scores()
    {
        using var model = Load(TinyOnnx.Doubling(TinyOnnx.Int64));
        using var run = model.CreateRun(1);

        run.Score(run.Fill<long>("x", [1, -2, 1L << 40]));

        run.Output<long>("y").ToArray().ShouldBe([2, -4, 1L << 41]);
    }

    [Fact]
    public void Tensors_are_told()
    {
        using var model = Load(TinyOnnx.Doubling());

        model.Inputs.ShouldHaveSingleItem().ToString().ShouldBe("'x' (Single, rows × 3)");
        model.Outputs.ShouldHaveSingleItem().Width.ShouldBe(3);
    }

    [Fact]
    public void Where_there_is_no_CUDA_the_CPU_scores_and_the_reason_is_told()
    {
        using var model = Load(TinyOnnx.Doubling());
        using var run = model.CreateRun(1);

        run.Score(1);

        if (!File.Exists("/proc/driver/nvidia/version")) model.WhyNotCuda.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Runs_of_several_threads_go_on_at_once()
    {
        using var model = Load(TinyOnnx.Doubling());

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, thread =>
        {
            using var run = model.CreateRun(2);
            for (var time = 0; time < 200; time++)
            {
                run.Score(run.Fill<float>("x", [thread, time, 1]));
                run.Output<float>("y")[..3].ToArray().ShouldBe([thread * 2f, time * 2f, 2f]);
            }
        });
    }

    [Fact]
    public void Scoring_as_many_rows_as_before_allocates_nothing()
    {
        using var model = Load(TinyOnnx.Doubling());
        using var run = model.CreateRun(2);
        for (var time = 0; time < 3; time++) run.Score(2);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < 10; time++) run.Score(2);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_run_outlives_its_models_disposal_only_to_say_so()
    {
        var model = Load(TinyOnnx.Doubling());
        using var run = model.CreateRun(1);
        model.Dispose();

        Should.Throw<ObjectDisposedException>(() => run.Score(1));
    }

    [Fact]
    public void A_truncated_model_is_refused_at_every_length()
    {
        Installed();
        var whole = TinyOnnx.Doubling();

        for (var length = 0; length < whole.Length; length++)
        {
            var fault = Should.Throw<OnnxModelException>(
                () => OnnxModel.Load("a truncated model", whole.AsSpan(0, length)), $"{length} of {whole.Length} bytes");
            fault.Model.ShouldBe("a truncated model");
        }
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_no_model_is_named()
    {
        Should.Throw<OnnxModelException>(() => OnnxModel.Open("/nowhere/model.onnx")).Message.ShouldBe(
            "The ONNX model /nowhere/model.onnx is not there. Train and register it first, or mend the path.");
        Installed();
        var path = Path.Combine(_folder, "text.onnx");
        File.WriteAllText(path, "This is no model.");
        Should.Throw<OnnxModelException>(() => OnnxModel.Open(path)).Message.ShouldContain("text.onnx can't be loaded: ");
    }

    [Fact]
    public void Tensors_of_open_columns_are_refused()
    {
        Installed();

        var open = TinyOnnx.Doubling(columns: [2 << 3 | 2, 1, (byte)'c']);
        Should.Throw<OnnxModelException>(() => OnnxModel.Load("a model", open)).Message.ShouldContain("'x' (Single, rows × ?)");
    }

    [Fact]
    public void Values_of_the_wrong_shape_type_or_name_are_refused()
    {
        using var model = Load(TinyOnnx.Doubling());
        using var run = model.CreateRun(2);

        Should.Throw<OnnxInputException>(() => run.Fill<float>("x", [1, 2, 3, 4]))
            .Message.ShouldContain("rows of 3 values, 1 to 2 of them; 4 values were given");
        Should.Throw<OnnxInputException>(() => run.Fill<float>("x", new float[9])).Message.ShouldContain("9 values were given");
        Should.Throw<OnnxInputException>(() => run.Fill<float>("x", [])).Message.ShouldContain("0 values were given");
        Should.Throw<OnnxInputException>(() => run.Fill<int>("x", [1, 2, 3])).Message.ShouldContain("was taken for one of Int32");
        Should.Throw<OnnxInputException>(() => run.Fill<float>("z", [1, 2, 3])).Message.ShouldContain("has no input 'z'. It has 'x' (Single, rows × 3)");
        Should.Throw<OnnxInputException>(() => run.Score(3)).Message.ShouldContain("3 rows were to be scored");
        Should.Throw<OnnxInputException>(() => run.Score(0));
    }

    private static OnnxModel Load(byte[] content)
    {
        Installed();
        return OnnxModel.Load("a model", content);
    }

    private static void Installed()
    {
        try
        {
            OnnxModel.Load("a model", TinyOnnx.Doubling()).Dispose();
        }
        catch (OnnxLibraryException missing)
        {
            Assert.Skip(missing.Message);
        }
    }
}
