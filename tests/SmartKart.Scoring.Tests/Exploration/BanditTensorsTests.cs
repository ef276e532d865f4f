using SmartKart.Scoring.Artifacts;
using SmartKart.Scoring.Exploration;
using SmartKart.Scoring.Tests.Recommenders;

namespace SmartKart.Scoring.Tests.Exploration;

public sealed class BanditTensorsTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("smartkart-bandits-").FullName, "bandit.safetensors");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void A_thompson_sampling_goes_on_from_its_file_as_it_would_have()
    {
        var bandit = Thompson();
        Write(into => BanditTensors.Write(bandit, into));

        var read = Read(BanditTensors.ReadThompson);

        read.Options.ShouldBe(bandit.Options);
        for (var item = 0; item < 4; item++) read.Posterior(item, 9_000_000_000).ShouldBe(bandit.Posterior(item, 9_000_000_000));
        bandit.Observe(1, 5_000_000_000, clicked: true, 0.5);
        read.Observe(1, 5_000_000_000, clicked: true, 0.5);
        read.Posterior(1, 9_000_000_000).ShouldBe(bandit.Posterior(1, 9_000_000_000));
    }

    [Fact]
    public void A_LinUCB_goes_on_from_its_file_as_it_would_have()
    {
        var bandit = Linear();
        Write(into => BanditTensors.Write(bandit, into));

        var read = Read(BanditTensors.ReadLinear);

        read.Options.ShouldBe(bandit.Options);
        bandit.Observe(1, [1, 0.5, -3], 1);
        read.Observe(1, [1, 0.5, -3], 1);
        for (var arm = 0; arm < 2; arm++)
        {
            read.Weights(arm).ToArray().ShouldBe(bandit.Weights(arm).ToArray());
            read.Inverse(arm).ToArray().ShouldBe(bandit.Inverse(arm).ToArray());
        }
    }

    [Fact]
    public void A_bandits_rates_are_what_it_expects_at_an_instant()
    {
        var bandit = Thompson();

        var model = BanditModel.Of(bandit, 9_000_000_000);

        Models.Score(model).ShouldBe(Enumerable.Range(0, 4).Select(item => (float)bandit.Mean(item, 9_000_000_000)));
        model.Rates.Span[1].ShouldBeGreaterThan(model.Rates.Span[0]);
    }

    [Fact]
    public void Another_kinds_file_is_refused()
    {
        Write(into => BanditTensors.Write(Linear(), into));

        Should.Throw<ArtifactException>(() => Read(BanditTensors.ReadThompson)).Message.ShouldContain("'linucb', and 'thompson' is wanted");
    }

    [Theory]
    [InlineData("seen", 3, "impressions has 3 values, and 4"), InlineData("last", 5, "instants has 5 values")]
    [InlineData("settings", 2, "settings"), InlineData("clicks", 0, "number of items is 0")]
    public void Arrays_of_a_thompson_sampling_that_do_not_fit_are_refused(string name, int length, string told)
    {
        Write(into =>
        {
            into.Add("kind", "thompson");
            into.Add("settings", name == "settings" ? new double[length] : [0.05, 20, 1e9]);
            into.Add("clicks", new double[name == "clicks" ? length : 4]);
            into.Add("seen", new double[name == "seen" ? length : 4]);
            into.Add("last", new long[name == "last" ? length : 4]);
        });

        Should.Throw<ScoringException>(() => Read(BanditTensors.ReadThompson)).Message.ShouldContain(told);
    }

    [Theory]
    [InlineData(2.0, 1.0), InlineData(-1.0, 1.0), InlineData(double.NaN, 1.0), InlineData(1.0, double.PositiveInfinity)]
    public void Counts_that_cannot_be_are_refused(double clicks, double seen)
    {
        Write(into =>
        {
            into.Add("kind", "thompson");
            into.Add("settings", [0.05, 20.0, 1e9]);
            into.Add("clicks", [0, clicks]);
            into.Add("seen", [0, seen]);
            into.Add("last", [0L, 0L]);
        });

        Should.Throw<BanditException>(() => Read(BanditTensors.ReadThompson)).Message.ShouldContain("Item 1");
    }

    [Theory]
    [InlineData(17, 6, "inverses has 17"), InlineData(18, 4, "inverses has 18 values, and 2 × 2 × 2"), InlineData(-18, 6, "finite")]
    public void Arrays_of_a_LinUCB_that_do_not_fit_are_refused(int inverses, int responses, string told)
    {
        var values = new double[Math.Abs(inverses)];
        if (inverses < 0) values[3] = double.NaN;
        Write(into =>
        {
            into.Add("kind", "linucb");
            into.Add("settings", [1.0, 1.0]);
            into.Add("inverses", values);
            into.Add("responses", new double[responses], 2, responses / 2);
        });

        Should.Throw<BanditException>(() => Read(BanditTensors.ReadLinear)).Message.ShouldContain(told);
    }

    private static ThompsonSampling Thompson()
    {
        var bandit = new ThompsonSampling(4, new ThompsonOptions { HalfLife = TimeSpan.FromHours(1) });
        bandit.Observe(1, 7_000_000_000, clicked: true);
        bandit.Observe(2, 8_000_000_000, clicked: false, 0.3);
        return bandit;
    }

    private static LinUcb Linear()
    {
        var bandit = new LinUcb(new LinUcbOptions { Features = 3, Arms = 2, Exploration = 0.7, Ridge = 2 });
        bandit.Observe(0, [1, 2, 3], 1);
        bandit.Observe(1, [-1, 0.1, 3], 0);
        return bandit;
    }

    private void Write(Action<TensorFileWriter> add)
    {
        var writer = new TensorFileWriter();
        add(writer);
        writer.Write(_path);
    }

    private TModel Read<TModel>(Func<TensorFile, TModel> read)
    {
        using var file = TensorFile.Open(_path);
        return read(file);
    }
}
