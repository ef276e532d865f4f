using SmartKart.Scoring.Native.XgBoost;
using SmartKart.Scoring.Trees;

namespace SmartKart.Scoring.Tests.Trees;

public sealed class TreeEnsembleTests
{
    [Fact]
    public void JSON_and_UBJSON_are_the_same_model()
    {
        using var model = OracleModel.Small(categoryFeatures: 2);
        var rows = model.HardRows(100, seed: 1);
        var (fromUbj, fromJson) = (new float[100], new float[100]);
        TreeEnsemble.Read(model.Booster.ToModel(XgBoostModelFormat.Ubj)).Score(rows, fromUbj);
        TreeEnsemble.Read(model.Booster.ToModel(XgBoostModelFormat.Json)).Score(rows, fromJson);
        fromJson.ShouldBe(fromUbj);
        fromJson.ShouldBe(model.Expected(rows, asMargin: false));
    }

    [Fact]
    public void It_tells_what_it_was_trained_for_and_how_large_it_is()
    {
        using var model = OracleModel.Small("binary:logistic");
        var ensemble = model.Ensemble;
        ensemble.Objective.ShouldBe("binary:logistic");
        ensemble.Features.ShouldBe(5);
        ensemble.Trees.ShouldBe(4);
        ensemble.Depth.ShouldBe(4);
        ensemble.FeatureNames.ShouldBeEmpty();
        ensemble.Walker.ShouldBe(TreeWalkerKinds.Available[^1]);
    }

    [Fact]
    public void The_names_of_features_come_with_the_model()
    {
        XgBoostRequired.SkipWithout();
        using var matrix = XgBoostMatrix.FromRows([1, 2, 3, 4], 2);
        matrix.SetLabels([0, 1]);
        using var booster = XgBoostBooster.Create([new("min_child_weight", "0")], matrix);
        booster.SetFeatureNames(["views_7d", "orders_30d"]);
        booster.Update(0, matrix);
        TreeEnsemble.Read(booster.ToModel()).FeatureNames.ShouldBe(["views_7d", "orders_30d"]);
    }

    [Fact]
    public void A_file_is_opened_by_its_path_and_named_in_errors()
    {
        using var model = OracleModel.Small();
        var folder = Directory.CreateTempSubdirectory("smartkart-trees-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.ubj");
            File.WriteAllBytes(path, model.Bytes);
            TreeEnsemble.Open(path).Trees.ShouldBe(4);
            File.WriteAllBytes(path, model.Bytes[..^100]);
            Should.Throw<TreeModelException>(() => TreeEnsemble.Open(path)).Message.ShouldContain(path);
            Should.Throw<FileNotFoundException>(() => TreeEnsemble.Open(path + ".none"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(9, 2)]
    [InlineData(11, 2)]
    [InlineData(10, 0)]
    [InlineData(0, 1)]
    public void Rows_of_another_length_are_refused_before_any_is_scored(int values, int rows)
    {
        using var model = OracleModel.Small();
        var scores = Enumerable.Repeat(7f, rows).ToArray();
        var fault = Should.Throw<TreeInputException>(() => model.Ensemble.Score(new float[values], scores));
        fault.Message.ShouldContain("5 features");
        (fault.Values, fault.Rows, fault.Features).ShouldBe((values, rows, 5));
        scores.ShouldAllBe(score => score == 7f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_margin_is_explained_by_the_parts_that_XGBoost_gives_each_feature(int categoryFeatures)
    {
        using var model = OracleModel.Small("binary:logistic", categoryFeatures);
        var rows = model.HardRows(200, seed: 4).Select(value => float.IsInfinity(value) ? 0 : value).ToArray(); // a matrix takes none
        using var matrix = XgBoostMatrix.FromRows(rows, model.Features);
        var expected = model.Booster.Explain(matrix, isAlongPaths: true);
        var (parts, all, margins) = (new double[6], new double[200 * 6], new float[200]);
        model.Ensemble.ScoreMargins(rows, margins);
        model.Ensemble.Explain(rows, all);
        for (var row = 0; row < 200; row++)
        {
            model.Ensemble.Explain(rows.AsSpan(row * 5, 5), parts);
            for (var part = 0; part < 6; part++) parts[part].ShouldBe(expected[row * 6 + part], 1e-5, $"row {row}, part {part}");
            parts.Sum().ShouldBe(margins[row], 1e-5);
            all.AsSpan(row * 6, 6).SequenceEqual(parts).ShouldBeTrue("rows explained together are explained as one by one");
        }
        Should.Throw<TreeInputException>(() => model.Ensemble.Explain(new float[4], parts));
        Should.Throw<ArgumentException>(() => model.Ensemble.Explain(new float[5], new double[5]));
    }

    [Fact]
    public void No_rows_have_no_scores()
    {
        using var model = OracleModel.Small();
        model.Ensemble.Score([], []);
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        using var model = OracleModel.Small(categoryFeatures: 2);
        var rows = model.HardRows(200, seed: 1);
        var scores = new float[200];
        foreach (var kind in TreeWalkerKinds.Available)
        {
            var ensemble = model.Ensemble.WalkedBy(kind);
            for (var i = 0; i < 50; i++) ensemble.Score(rows, scores); // the pool fills, and the runtime settles
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 50; i++) ensemble.Score(rows, scores);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(50, kind.ToString());
        }
    }

    [Fact]
    public void Threads_score_with_one_ensemble_at_once()
    {
        using var model = OracleModel.Small();
        var rows = model.HardRows(700, seed: 2);
        var expected = model.Expected(rows, asMargin: false);
        Parallel.For(0, 16, _ =>
        {
            var scores = new float[700];
            for (var i = 0; i < 20; i++) model.Ensemble.Score(rows, scores);
            scores.ShouldBe(expected);
        });
    }
}
