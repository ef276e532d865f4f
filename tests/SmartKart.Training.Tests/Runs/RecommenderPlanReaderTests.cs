using SmartKart.Training.Runs.Reading;
using SmartKart.Training.Runs.Splits;

namespace SmartKart.Training.Tests.Runs;

public sealed class RecommenderPlanReaderTests : IDisposable
{
    private const string Plan = "recommender: shop\ninteractions: [{topic: order_placed, lines: lines}]\nmodels: {popularity: {}}\n";

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("smartkart-plan-").FullName, "plan.yaml");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void A_plan_is_read()
    {
        File.WriteAllText(_path, """
            recommender: shop
            interactions:
              - {topic: order_placed, lines: lines}
              - {topic: clickstream, actions: [view, add_to_cart]}
            min_interactions: {user: 3}
            split: {validation: 0.1, test: 0.2}
            k: 20
            models:
              popularity:
              ease: {regularisation: [50, 200]}
              ials: {factors: 32, epochs: [4, 8]}
            blend: false
            budget: 90s
            seed: 7
            """);

        var plan = RecommenderPlanReader.Read(_path);

        (plan.Name, plan.MinPerUser, plan.MinPerProduct, plan.Validation, plan.Test, plan.K, plan.Blend, plan.Budget, plan.Seed)
            .ShouldBe(("shop", 3, 2, 0.1, 0.2, 20, false, TimeSpan.FromSeconds(90), 7));
        plan.Interactions[1].Actions.ShouldBe(["view", "add_to_cart"]);
        plan.Models.Select(model => (model.Kind.Name, model.Points().Count())).ShouldBe([("popularity", 1), ("ease", 2), ("ials", 2)]);
        plan.Models[2].Points().Last()["epochs"].ShouldBe(8);
        plan.Models[2].Points().Last()["unobserved_weight"].ShouldBe(0.1);
    }

    [Fact]
    public void All_faults_are_told_at_once_each_with_its_place_and_remedy()
    {
        File.WriteAllText(_path, """
            recommender: my shop
            interactions:
              - {topik: order_placed}
            models:
              eaze: {}
              ials: {factors: 0, epoch: 3}
            budget: soon
            """);

        var faults = Should.Throw<ConfigurationException>(() => RecommenderPlanReader.Read(_path)).Faults.Select(fault => fault.ToString()).ToArray();

        faults.ShouldBe(
        [
            $"{_path}:1:14: recommender: 'my shop' can't be a model's name. Use letters, digits, '_' and '-'.",
            $"{_path}:3:5: interactions.topic: the topic is missing. Write 'topic: order_placed'.",
            $"{_path}:3:6: interactions: there is no key 'topik' here. Is 'topic' meant?",
            $"{_path}:5:3: models: there is no model 'eaze'. Is 'ease' meant?",
            $"{_path}:6:19: models.ials.factors: '0' is no whole number from 1 to 4096.",
            $"{_path}:6:22: models.ials: there is no key 'epoch' here. Is 'epochs' meant?",
            $"{_path}:7:9: budget: 'soon' can't be read: it is a whole number and a unit, such as 90s, 10m or 2h.",
        ]);
    }

    [Fact]
    public void A_ranking_is_read_and_its_faults_are_told()
    {
        const string plan = """
            recommender: shop
            interactions: [{topic: order_placed, lines: lines}]
            models: {popularity: {}}

            """;
        File.WriteAllText(_path, plan);
        RecommenderPlanReader.Read(_path).Ranking.ShouldBeNull();

        File.WriteAllText(_path, plan + "ranking: {service: ranking, candidates: 30, cuts: 2}");
        var ranking = RecommenderPlanReader.Read(_path).Ranking.ShouldNotBeNull();
        (ranking.Service, ranking.Candidates, ranking.Cuts, ranking.Depth).ShouldBe(("ranking", 30, 2, 4));

        File.WriteAllText(_path, plan + "ranking: {servise: ranking, cuts: 0}");
        Should.Throw<ConfigurationException>(() => RecommenderPlanReader.Read(_path)).Faults.Select(fault => fault.ToString()).ShouldBe(
        [
            $"{_path}:4:11: ranking: there is no key 'servise' here. Is 'service' meant?",
            $"{_path}:4:35: ranking.cuts: '0' is no whole number from 1 to 100.",
        ]);
    }

    [Theory]
    [InlineData("{validation: 0.1}", SplitKind.Time), InlineData("{kind: time}", SplitKind.Time), InlineData("{kind: ratio, test: 0.2}", SplitKind.Ratio)]
    [InlineData("{kind: leave_one_out}", SplitKind.LeaveOneOut)]
    public void A_split_is_by_time_unless_the_plan_says_otherwise(string split, SplitKind kind)
    {
        File.WriteAllText(_path, Plan + $"split: {split}\n");

        RecommenderPlanReader.Read(_path).Split.ShouldBe(kind);
    }

    [Theory]
    [InlineData("split: {kind: by_time}", "4:15: split.kind: there is no split 'by_time'. There are time, ratio, leave_one_out.")]
    [InlineData("sessions: {neighbors: 5}", "4:12: sessions: there is no key 'neighbors' here. Is 'neighbours' meant?")]
    [InlineData("sessions: {neighbours: 0}", "4:24: sessions.neighbours: '0' is no whole number from 1 to 100000.")]
    [InlineData("segments: some", "4:11: segments: is true or false.")]
    [InlineData("sampled: 0", "4:10: sampled: '0' is no whole number from 1 to 1000000.")]
    [InlineData("split: {kind: leave_one_out, test: 0.1}", "4:36: split.test: leave_one_out holds two products of each user out, no share. Leave the key out.")]
    [InlineData("split: {kind: ratio, validation: 0.5, test: 0.5}", "4:8: split: validation and test leave nothing to learn from. Make them less than 1 together.")]
    [InlineData(
        "split: {kind: ratio}\nranking: {cuts: 2}",
        "5:10: ranking: a ranker learns from moments of the past, which the split ratio has none of. Write 'split: {kind: time}', or leave ranking out.")]
    [InlineData(
        "ranking: {cuts: 2}\nsplit: {kind: leave_one_out}",
        "4:10: ranking: a ranker learns from moments of the past, which the split leave_one_out has none of. Write 'split: {kind: time}', or leave ranking out.")]
    public void What_can_not_be_is_told_with_its_place_and_remedy(string keys, string fault)
    {
        File.WriteAllText(_path, Plan + keys);

        Should.Throw<ConfigurationException>(() => RecommenderPlanReader.Read(_path)).Faults.Select(each => each.ToString()).ShouldBe([$"{_path}:{fault}"]);
    }

    [Theory]
    [InlineData("", null), InlineData("sampled: 100", 100)]
    public void Figures_among_products_by_chance_are_asked_for(string key, int? sampled)
    {
        File.WriteAllText(_path, Plan + key);

        RecommenderPlanReader.Read(_path).Sampled.ShouldBe(sampled);
    }

    [Fact]
    public void A_ranking_goes_with_a_split_by_time()
    {
        File.WriteAllText(_path, Plan + "split: {kind: time}\nranking: {cuts: 2}");

        RecommenderPlanReader.Read(_path).Ranking!.Cuts.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("recommender: [")]
    [InlineData("- a list")]
    public void What_is_no_configuration_is_told(string text)
    {
        File.WriteAllText(_path, text);

        Should.Throw<ConfigurationException>(() => RecommenderPlanReader.Read(_path)).Faults[0].File.ShouldBe(_path);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() => Should.Throw<ConfigurationException>(() => RecommenderPlanReader.Read(_path)).Message.ShouldContain("can't be read");

    [Theory]
    [InlineData("shop_recommender"), InlineData("catalogue_recommender")]
    public void What_is_shipped_can_be_read(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "SmartKart.sln"))) folder = folder.Parent;

        RecommenderPlanReader.Read(Path.Combine(folder.FullName, "jobs", "training", "definitions", name + ".yaml")).Name.ShouldBe(name);
    }
}
