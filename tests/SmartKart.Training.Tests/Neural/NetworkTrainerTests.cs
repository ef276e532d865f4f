using SmartKart.Scoring.Artifacts;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Neural;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Tests.Neural;

public sealed class NetworkTrainerTests : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly NetworkOptions Options = new() { Epochs = 3, Neighbours = 50, Threads = 2 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-network-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_beats_popularity_where_users_have_tastes_and_scores_a_user_it_never_met_alike()
    {
        var (seen, held) = Marketplace.Of(500, 100).Split(0.2, seed: 1);
        using var model = NetworkTrainer.Train(new TrainingInput(seen), Options, Stop);

        Ndcg(model, seen, held).ShouldBeGreaterThan(1.1 * Ndcg(PopularityTrainer.Train(seen), seen, held));
        var (known, unknown) = (new float[100], new float[100]);
        model.Score(seen.Batch(3, 1), known);
        model.Score(new UserBatch(-1, [0, seen[3].Length], seen[3]), unknown);
        unknown.ShouldBe(known);
    }

    [Fact]
    public void On_a_shops_orders_it_beats_popularity_by_far()
    {
        var log = DataSet.Retail();
        var at = log.Last + 1 - (log.Last - log.First) * 15 / 100;
        var known = log.InputBetween(log.First, at);
        var next = known.Seen.NewIn(log.Between(at, log.Last + 1));
        int[] judged = [.. Enumerable.Range(0, log.Users).Where(user => next[user].Length > 0).Take(300)];

        using var model = NetworkTrainer.Train(known, Options with { ExamplesMax = 200_000 }, Stop);

        double Of(IRecommender each) => Ndcg(each, Rows(known.Seen, judged), Rows(next, judged));
        Of(model).ShouldBeGreaterThan(1.5 * Of(PopularityTrainer.Train(known.Seen)));
    }

    [Fact]
    public void A_seed_gives_the_same_network_to_the_bit()
    {
        var input = new TrainingInput(Marketplace.Of(200, 60));

        byte[] Train(int seed)
        {
            using var model = NetworkTrainer.Train(input, Options with { Seed = seed }, Stop);
            return model.Network.ToArray();
        }

        Train(1).ShouldBe(Train(1));
        Train(2).ShouldNotBe(Train(1));
    }

    [Fact]
    public void It_is_served_from_its_folder_alone_and_in_a_blend_with_reasons_and_a_network_that_was_changed_is_refused()
    {
        var seen = Marketplace.Of(200, 60);
        using var model = NetworkTrainer.Train(new TrainingInput(seen), Options, Stop);
        var catalogue = new Catalogue(Enumerable.Range(0, 60).Select(item => $"product{item}"));
        var blend = new BlendModel((PopularityTrainer.Train(seen), 0.5f), (model, 1));
        foreach (var (written, file) in new (IRecommender, string)[] { (model, "deepfm.onnx"), (blend, "1.deepfm.onnx") })
        {
            var folder = _folder.CreateSubdirectory(file).FullName;
            RecommenderArtifact.Write(folder, written, catalogue, [seen[0].ToArray()], new Dictionary<string, string>());
            var (memory, opened) = (new float[60], new float[60]);
            using (var artifact = RecommenderArtifact.Open(folder))
            {
                written.Score(seen.Batch(1, 1), memory);
                artifact.Model.Score(seen.Batch(1, 1), opened);
                opened.ShouldBe(memory);
                artifact.Recommend(["product0", "product5", "product10"], 5).ShouldContain(offered => offered.Reasons.Count > 0);
                artifact.Recommend([], 5).ShouldAllBe(offered => offered.Reasons.Count == 0);
            }
            var bytes = File.ReadAllBytes(Path.Combine(folder, file));
            bytes[^1] ^= 1;
            File.WriteAllBytes(Path.Combine(folder, file), bytes);
            Should.Throw<ArtifactException>(() => RecommenderArtifact.Open(folder)).Message.ShouldContain(file);
        }
    }

    [Fact]
    public void An_item_contributes_what_the_score_loses_without_it()
    {
        var seen = Marketplace.Of(200, 60);
        using var model = NetworkTrainer.Train(new TrainingInput(seen), Options, Stop);
        var (whole, without, contributions) = (new float[60], new float[60], new float[2]);
        model.Score(new UserBatch(-1, [0, 2], [0, 5]), whole);
        model.Score(new UserBatch(-1, [0, 1], [5]), without);

        model.Explain([0, 5], 10, 2, contributions);

        contributions[0].ShouldBe(2 * (whole[10] - without[10]), 1e-4f);
    }

    [Fact]
    public void Links_of_others_are_those_that_are_found_without_the_user()
    {
        var seen = Marketplace.Of(60, 20);
        const int user = 7;
        var links = new LinksOfOthers(ItemKnnTrainer.Train(seen, new ItemKnnOptions(), Stop), seen, neighbours: 100);
        var others = ItemKnnTrainer.Train(
            InteractionMatrix.Of(60, 20, [.. Enumerable.Range(0, 60).Where(each => each != user)
                .SelectMany(each => Array.ConvertAll(seen[each].ToArray(), item => (each, item)))]),
            new ItemKnnOptions(), Stop);
        var (isOwn, weights) = (new bool[20], new float[20]);
        foreach (var item in seen[user]) isOwn[item] = true;

        foreach (var item in seen[user])
        {
            var targets = links.Neighbours(item, isOwn, weights);
            var expected = others.Neighbours(item, out var cosines);
            for (var at = 0; at < targets.Length; at++)
            {
                var found = expected.IndexOf(targets[at]);
                weights[at].ShouldBe(found < 0 ? 0 : cosines[found], 1e-5f);
            }
        }
    }

    [Fact]
    public void What_it_cannot_learn_from_is_told()
    {
        Should.Throw<InteractionException>(() => NetworkTrainer.Train(new TrainingInput(InteractionMatrix.Of(2, 2, [])), Options, Stop));
        Should.Throw<InteractionException>(() => NetworkTrainer.Train(new TrainingInput(InteractionMatrix.Of(1, 1, [(0, 0)])), Options, Stop))
            .Message.ShouldContain("tell apart");
        Should.Throw<InteractionException>(() => NetworkTrainer.Train(new TrainingInput(Marketplace.Of(9, 9)), Options with { Negatives = 0 }, Stop));
    }

    private static InteractionMatrix Rows(InteractionMatrix all, int[] users) =>
        InteractionMatrix.Of(users.Length, all.Items, [.. users.SelectMany((user, row) => all[user].ToArray().Select(item => (row, item)))]);

    private static double Ndcg(IRecommender model, InteractionMatrix seen, InteractionMatrix held) =>
        RankingMetrics.Of(TopLists.Of(model, seen, 10, threads: 2, Stop), held).Ndcg.Average();
}
