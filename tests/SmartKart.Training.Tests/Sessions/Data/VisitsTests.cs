using SmartKart.FeatureStore.Offline;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Training.Interactions;
using SmartKart.Training.Registry;
using SmartKart.Training.Runs;
using SmartKart.Training.Sessions;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Training.Tests.Sessions.Data;

/// <summary>Visits of a history on disk, and the session model that is registered with a recommender.</summary>
public sealed class VisitsTests : IDisposable
{
    private static readonly Catalogue Products = new(["tea", "cup", "pot", "spoon"]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-visits-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private HistorySource History => new(Path.Combine(_folder.FullName, "warehouse"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_visit_is_what_was_viewed_and_clicked_in_it_by_its_end_and_a_click_with_its_page_is_one()
    {
        Clicks("""
            ('late', 'view', 'pot', 1), ('late', 'view', 'cup', 9),
            ('early', 'impression', 'spoon', 2), ('early', 'click', 'tea', 3), ('early', 'view', 'tea', 4), ('early', 'view', 'cup', 5), ('early', 'view', 'tea', 6),
            ('alone', 'view', 'tea', 7), ('alone', 'view', 'tea', 8), ('alone', 'view', 'unheard of', 8), (NULL, 'view', 'tea', 8), (NULL, 'view', 'pot', 8)
            """);
        Orders("('ada', ['tea', 'pot'], 1), ('bob', ['tea', 'pot'], 2)");

        var visits = Visits.Read(History, Products, Stop);

        visits.Topic.ShouldBe("clickstream");
        Told(visits).ShouldBe(["tea cup tea", "pot cup"]);
    }

    [Fact]
    public void Without_visits_orders_are_baskets_in_the_order_of_their_lines()
    {
        Clicks("(NULL, 'view', 'tea', 8)");
        Orders("('ada', ['spoon', 'tea', 'cup'], 3), ('bob', ['pot'], 1), ('cyd', ['cup', 'spoon'], 2)");

        var visits = Visits.Read(History, Products, Stop);

        visits.Topic.ShouldBe("order_placed");
        Told(visits).ShouldBe(["cup spoon", "spoon tea cup"]);
    }

    [Fact]
    public void A_history_without_visits_is_told_before_anything_is_trained()
    {
        Orders("('ada', ['tea'], 1), ('bob', ['pot', 'tea'], 2)");

        Should.Throw<SessionDataException>(() => Visits.Read(History, Products, Stop)).Message.ShouldContain("take sessions out of the configuration");
    }

    [Fact]
    public void A_session_model_is_judged_by_the_newest_visits_told_and_opened_with_its_recommender()
    {
        // Whoever orders one of a pair orders the other next.
        var random = new Random(3);
        Orders(string.Join(", ", Enumerable.Range(0, 400).Select(order =>
        {
            var (one, other) = (random.Next(10) * 2, random.Next(10) * 2);
            return $"('user{order % 40}', ['p{one}', 'p{one + 1}', 'p{other}', 'p{other + 1}'], {order})";
        })));
        var plan = new RecommenderPlan
        {
            Name = "shop", Interactions = [new InteractionSource("order_placed", "lines", [])], Blend = false, Sessions = new SessionsPlan { Neighbours = 100 },
            Models = [new ModelGrid(ModelKind.All.Single(kind => kind.Name == "popularity"), new Dictionary<string, IReadOnlyList<double>>())],
        };
        var log = InteractionLog.Read(History, plan.Interactions, 2, 2);

        var sessions = TrainedSessions.Train(plan.Sessions!, Visits.Read(History, log.Products, Stop), plan.Test, Stop);
        var trained = RecommenderRun.Run(log, plan, features: null, champion: null, _ => { }, cancel: Stop) with { Sessions = sessions };
        var version = RecommenderRegistration.Register(new ModelRegistry(_folder.FullName), plan, trained, log.Products, TimeProvider.System, Stop);

        (sessions.Accuracy.Sessions, sessions.Visits.Sessions.Count).ShouldBe((60, 400));
        sessions.Accuracy.Mrr.Value.ShouldBeGreaterThan(0.4);       // two of three next ones follow from the one before
        RecommenderReport.Markdown(plan, trained).ShouldContain(sessions.Told);
        File.ReadAllText(Path.Combine(version.Source, "..", "..", "metrics", "session_mrr")).ShouldNotBeEmpty();
        using var opened = RecommenderArtifact.Open(version.Source);
        var (items, scores) = (new int[2], new float[2]);
        opened.Sessions.ShouldNotBeNull().NewScorer().Recommend([opened.Catalogue.ItemOf("p4")], items, scores);
        items.Select(item => opened.Catalogue[item]).ShouldContain("p5");
    }

    private static IEnumerable<string> Told(Visits visits) =>
        Enumerable.Range(0, visits.Sessions.Count).Select(visit => string.Join(' ', visits.Sessions[visit].ToArray().Select(item => Products[item])));

    private void Clicks(string rows) => Write(
        "clickstream", $"""
            SELECT uuid() AS event_id, make_timestamptz((moment * 1000000)::BIGINT) AS occurred_at, 'ada' AS user_id,
                   session_id::VARCHAR AS session_id, action, product_id
            FROM (VALUES {rows}) AS rows(session_id, action, product_id, moment)
            """);

    private void Orders(string rows) => Write(
        "order_placed", $$"""
            SELECT user_id, make_timestamptz((moment * 1000000)::BIGINT) AS occurred_at,
                   list_transform(products, lambda product: {'product_id': product, 'quantity': 1}) AS lines
            FROM (VALUES {{rows}}) AS rows(user_id, products, moment)
            """);

    private void Write(string topic, string sql)
    {
        var folder = Directory.CreateDirectory(History.FolderOf(topic));
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        connection.CopyToParquet(sql, Path.Combine(folder.FullName, "history.parquet"));
    }
}
