using SmartKart.Scoring.Native.XgBoost;

namespace SmartKart.Scoring.Tests.Trees;

public sealed class XgBoostBoosterTests
{
    [Fact]
    public void A_missing_library_names_the_package_that_brings_it()
    {
        var missing = Should.Throw<XgBoostLibraryException>(() => XgBoostLibrary.Load("libxgboost-none.so.0"));
        missing.Library.ShouldBe("libxgboost-none.so.0");
        missing.Message.ShouldContain("apt-get install libxgboost0");
        missing.ShouldBeAssignableTo<ScoringException>();
    }

    [Fact]
    public void Watched_matrices_are_evaluated_by_every_metric()
    {
        using var training = Matrix();
        using var held = Matrix();
        using var booster = XgBoostBooster.Create([new("eval_metric", "rmse"), new("eval_metric", "mae"), new("nthread", "1")], training, held);
        booster.Update(0, training);
        var evaluations = booster.Evaluate(0, ("train", training), ("train-held", held));
        evaluations.Select(evaluation => (evaluation.Watch, evaluation.Metric))
            .ShouldBe([("train", "rmse"), ("train", "mae"), ("train-held", "rmse"), ("train-held", "mae")]);
        evaluations[0].Value.ShouldBeInRange(0.01, 10);
        evaluations[2].Value.ShouldBe(evaluations[0].Value);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_is_told_as_such() =>
        XgBoostEvaluation.Parse("[3]\ta-logloss:nan\tb-ndcg@10-:0.5", ["a", "b"]).ShouldBe([new("a", "logloss", double.NaN), new("b", "ndcg@10-", 0.5)]);

    [Fact]
    public void The_loss_falls_round_by_round_and_the_first_rounds_can_be_kept()
    {
        using var matrix = Matrix();
        using var booster = XgBoostBooster.Create([new("nthread", "1")], matrix);
        var losses = new List<double>();
        for (var round = 0; round < 6; round++)
        {
            booster.Update(round, matrix);
            losses.Add(booster.Evaluate(round, ("train", matrix))[0].Value);
        }
        losses.ShouldBeInOrder(SortDirection.Descending);
        booster.Rounds.ShouldBe(6);
        using var first = booster.FirstRounds(2);
        first.Rounds.ShouldBe(2);
        first.Evaluate(1, ("train", matrix))[0].Value.ShouldBe(losses[1], 1e-6);
        Should.Throw<ArgumentOutOfRangeException>(() => booster.FirstRounds(7));
    }

    [Fact]
    public void Two_trainings_with_one_seed_give_one_model()
    {
        using var matrix = Matrix();
        byte[] Train()
        {
            using var booster = XgBoostBooster.Create([new("seed", "7"), new("subsample", "0.5"), new("nthread", "2"), new("tree_method", "hist")], matrix);
            for (var round = 0; round < 5; round++) booster.Update(round, matrix);
            return booster.ToModel();
        }
        Train().ShouldBe(Train());
    }

    [Fact]
    public void A_model_is_written_and_read_back()
    {
        using var matrix = Matrix();
        using var booster = XgBoostBooster.Create([new("objective", "reg:squarederror")], matrix);
        booster.Update(0, matrix);
        foreach (var format in Enum.GetValues<XgBoostModelFormat>())
        {
            using var read = XgBoostBooster.FromModel(booster.ToModel(format));
            read.Predict(matrix).ShouldBe(booster.Predict(matrix));
        }
        Should.Throw<XgBoostException>(() => XgBoostBooster.FromModel("{\"learner\":3}"u8)).Message.ShouldContain("read a model of 13 bytes");
    }

    [Fact]
    public void Predictions_in_place_are_those_of_a_matrix()
    {
        using var model = OracleModel.Small("binary:logistic");
        using var matrix = new TrainingRows(5) { Seed = 3 }.ToMatrix(isGrouped: false);
        var rows = new float[10];
        using var pair = XgBoostMatrix.FromRows(rows, 5);
        var predictions = new float[2];
        model.Booster.Predict(rows, 5, predictions);
        predictions.ShouldBe(model.Booster.Predict(pair));
        model.Booster.Predict(rows, 5, predictions, asMargin: true);
        predictions.ShouldBe(model.Booster.Predict(pair, asMargin: true));
        Should.Throw<ArgumentException>(() => model.Booster.Predict(rows, 5, new float[3]));
        Should.Throw<XgBoostException>(() => model.Booster.Predict(rows, 2, new float[5])).Message.ShouldContain("predict 5 rows of 2 columns");
    }

    [Fact]
    public void The_parts_of_a_score_add_up_to_its_margin()
    {
        using var model = OracleModel.Small("binary:logistic");
        using var matrix = new TrainingRows(5) { Seed = 9 }.ToMatrix(isGrouped: false);
        var parts = model.Booster.Explain(matrix);
        var margins = model.Booster.Predict(matrix, asMargin: true);
        parts.Length.ShouldBe(matrix.Rows * 6);
        for (var row = 0; row < matrix.Rows; row++) parts.AsSpan(row * 6, 6).ToArray().Sum().ShouldBe(margins[row], 1e-4f);
    }

    [Fact]
    public void Ranking_learns_within_groups_with_a_weight_for_each()
    {
        XgBoostRequired.SkipWithout();
        using var matrix = new TrainingRows(6) { Seed = 2, Label = score => score > 0.5 ? 1 : 0 }.ToMatrix(isGrouped: true);
        matrix.SetWeights([.. Enumerable.Repeat(2f, 60)]);
        using var booster = XgBoostBooster.Create([new("objective", "rank:ndcg"), new("eval_metric", "ndcg@10")], matrix);
        booster.Update(0, matrix);
        var before = booster.Evaluate(0, ("train", matrix))[0];
        for (var round = 1; round < 10; round++) booster.Update(round, matrix);
        before.Metric.ShouldBe("ndcg@10");
        booster.Evaluate(9, ("train", matrix))[0].Value.ShouldBeGreaterThan(before.Value);
    }

    [Fact]
    public void What_XGBoost_refuses_is_told_in_its_own_words()
    {
        using var matrix = Matrix();
        using var booster = XgBoostBooster.Create([new("objective", "reg:nonsense")], matrix);
        var refused = Should.Throw<XgBoostException>(() => booster.Update(0, matrix));
        refused.Message.ShouldStartWith("XGBoost could not train round 0: ");
        refused.Message.ShouldContain("reg:nonsense");
        refused.Message.ShouldNotContain("Stack trace");
        refused.LibraryMessage.Length.ShouldBeGreaterThan(refused.Message.Length - 40);
    }

    [Fact]
    public void A_matrix_is_held_to_its_size()
    {
        using var matrix = Matrix();
        Should.Throw<ArgumentException>(() => matrix.SetLabels([1, 2]));
        Should.Throw<ArgumentException>(() => matrix.SetGroupSizes([1, 2]));
        Should.Throw<ArgumentException>(() => matrix.SetGroupSizes([-1, 101]));
        Should.Throw<ArgumentException>(() => matrix.SetFeatureTypes([XgBoostFeatureType.Categorical]));
        Should.Throw<ArgumentException>(() => XgBoostMatrix.FromRows([1, 2, 3], 2));
        Should.Throw<ArgumentOutOfRangeException>(() => XgBoostMatrix.FromRows([], 0));
        Should.Throw<XgBoostException>(() => XgBoostMatrix.FromRows([1, float.PositiveInfinity], 2)).Message.ShouldContain("1 rows and 2 columns");
        Should.Throw<XgBoostException>(() => matrix.SetLabels([.. Enumerable.Repeat(float.NaN, matrix.Rows)]));
    }

    [Fact]
    public void A_matrix_that_is_closed_is_not_read()
    {
        using var matrix = Matrix();
        using var closed = Matrix();
        closed.Dispose();
        using var booster = XgBoostBooster.Create([], matrix);
        booster.Update(0, matrix);
        Should.Throw<ObjectDisposedException>(() => booster.Evaluate(0, ("open", matrix), ("closed", closed)));
        Should.Throw<ObjectDisposedException>(() => booster.Update(1, closed));
    }

    private static XgBoostMatrix Matrix()
    {
        XgBoostRequired.SkipWithout();
        return new TrainingRows(4) { Seed = 1 }.ToMatrix(isGrouped: false);
    }
}
