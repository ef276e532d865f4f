using SmartKart.Scoring.Artifacts;
using SmartKart.Scoring.Exploration;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Recommenders;

public sealed class RecommenderArtifactTests : IDisposable
{
    private static readonly Catalogue Products = new(["tea", "cup", "pot", "spoon"]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-artifact-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Kinds => ["popularity", "similarity", "factors", "weighted factors", "projection", "bandit", "blend"];

    [Theory, MemberData(nameof(Kinds))]
    public void A_model_answers_from_its_file_as_it_did_in_memory(string kind)
    {
        var model = Of(kind);
        Write(model);

        using var opened = RecommenderArtifact.Open(_folder.FullName);

        Models.Score(opened.Model, 0, 2).ShouldBe(Models.Score(model, 0, 2));
        opened.Recommend(["tea"], 2).Select(each => each.Product).ShouldNotContain("tea");
        opened.Description.Facts["run_id"].ShouldBe("r1");
    }

    [Fact]
    public void A_recommendation_names_what_speaks_for_it()
    {
        Write(Models.Similarity);
        using var opened = RecommenderArtifact.Open(_folder.FullName);

        var offered = opened.Recommend(["tea", "pot", "unheard of"], 2);

        offered.Select(each => each.Product).ShouldBe(["spoon", "cup"]);
        offered[0].Reasons.ShouldBe([new Reason("pot", 1)]);
        offered[1].Reasons.ShouldBe([new Reason("tea", 1)]);
    }

    [Fact]
    public void Nobodys_history_is_answered_too()
    {
        Write(Of("blend"));
        using var opened = RecommenderArtifact.Open(_folder.FullName);

        opened.Recommend([], 4).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("model.safetensors"), InlineData("items.txt"), InlineData("samples.json")]
    public void A_file_that_was_cut_off_or_changed_or_is_missing_is_refused(string file)
    {
        Write(Models.Similarity);
        var path = Path.Combine(_folder.FullName, file);
        var bytes = File.ReadAllBytes(path);

        File.WriteAllBytes(path, bytes[..^1]);
        Refused().ShouldContain("cut off");
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Refused().ShouldContain("changed");
        File.Delete(path);
        Refused().ShouldContain(file);
    }

    [Fact]
    public void A_session_model_beside_it_answers_from_its_file_as_it_did_in_memory_and_is_held_to_its_checksum()
    {
        var builder = new SessionIndexBuilder(Products.Count);
        foreach (var session in new int[][] { [0, 1, 2], [0, 2], [3, 1], [1, 0, 3] }) builder.Add(session);
        var sessions = new SessionKnn(builder.Build(3), SessionKnnOptions.Stan with { Neighbours = 7, SessionsPerItem = 3, MatchDecay = ClickDecay.Linear, ItemIdf = 0.5f });
        RecommenderArtifact.Write(_folder.FullName, Models.Similarity, Products, [[0]], new Dictionary<string, string>(), sessions: sessions);

        using (var opened = RecommenderArtifact.Open(_folder.FullName))
        {
            var read = opened.Sessions.ShouldNotBeNull();
            read.Options.ShouldBe(sessions.Options);
            Answer(read).ShouldBe(Answer(sessions));
            Answer(read).ShouldNotBe(new float[4]);
        }

        var path = Path.Combine(_folder.FullName, "sessions.safetensors");
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^1]);
        Refused().ShouldContain("cut off");
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Refused().ShouldContain("changed");

        static float[] Answer(SessionKnn model)
        {
            var (items, scores) = (new int[4], new float[4]);
            model.NewScorer().Recommend([1, 0], items, scores);
            return scores;
        }
    }

    [Fact]
    public void A_session_model_of_other_items_is_not_written_and_without_one_there_is_none()
    {
        var other = new SessionKnn(new SessionIndexBuilder(2).Build(1), SessionKnnOptions.VsKnn);
        Should.Throw<ModelException>(() => RecommenderArtifact.Write(
            _folder.FullName, Models.Similarity, Products, [[0]], new Dictionary<string, string>(), sessions: other)).Message.ShouldContain("2 items");

        Write(Models.Similarity);
        using var opened = RecommenderArtifact.Open(_folder.FullName);
        opened.Sessions.ShouldBeNull();
    }

    [Fact]
    public void A_folder_without_a_model_is_refused()
    {
        Refused().ShouldContain("MLmodel");
        File.WriteAllText(Path.Combine(_folder.FullName, "MLmodel"), "flavors: [");
        Refused().ShouldContain("can't be read");
        File.WriteAllText(Path.Combine(_folder.FullName, "MLmodel"), "flavors: {smartkart: {type: forecast, format: 1}}");
        Refused().ShouldContain("forecast");
    }

    [Fact]
    public void A_model_of_other_items_than_its_catalogue_is_not_written() =>
        Should.Throw<ModelException>(() => RecommenderArtifact.Write(_folder.FullName, Models.Factors(items: 5), Products, [], new Dictionary<string, string>()));

    private string Refused() => Should.Throw<ArtifactException>(() => RecommenderArtifact.Open(_folder.FullName)).Message;

    private void Write(IRecommender model) => RecommenderArtifact.Write(_folder.FullName, model, Products, [[0, 2], [1]], new Dictionary<string, string> { ["run_id"] = "r1" });

    private static IRecommender Of(string kind) => kind switch
    {
        "popularity" => Models.Popularity,
        "similarity" => Models.Similarity,
        "factors" => Models.Factors(),
        "weighted factors" => new FactorModel(2, default, new float[] { 1, 0, 0, 1, 0.5f, 0.5f, 0, 2 }, foldIn: new FoldIn(0.1f, 0.01f, 1, new float[] { 1, 2, 4, 0.5f })),
        "projection" => new ProjectionModel(2, new float[] { 1, 0, 0, 1, 0.5f, 0.5f, 0, 2 }, new float[] { 1, 0.5f, 0.25f, 1 }, new float[] { 1, 2, 4, 1 }),
        "bandit" => new BanditModel(new[] { 0.25f, 0.5f, 0.125f, 1 }),
        _ => new BlendModel((Models.Similarity, 1), (new BanditModel(new[] { 0.5f, 0.25f, 0.5f, 0 }), 0.5f), (new BlendModel((Models.Popularity, 0.5f), (Models.Factors(), 2)), 0.25f)),
    };
}
