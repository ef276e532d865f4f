using SmartKart.FeatureStore.Offline;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Training.Interactions;
using SmartKart.Training.Runs;
using SmartKart.Warehouse.DuckDb;
using Spectre.Console;

namespace SmartKart.Local.Models;

/// <summary>What a champion offers some customers of a history, and why.</summary>
/// <param name="Customers">Each with what they have, the latest last, and what they are offered.</param>
/// <param name="Names">Products' names, where the history has them.</param>
internal sealed record RecommendedLists(IReadOnlyList<RecommendedLists.Customer> Customers, IReadOnlyDictionary<string, string> Names)
{
    private const int Shown = 3, ListLength = 3, HistoryMin = 3, HistoryMax = 12;

    /// <summary>The latest customers with neither few nor many products.</summary>
    public static RecommendedLists Of(RecommenderPlan plan, HistorySource history, IModelRegistry registry)
    {
        using var artifact = RecommenderArtifact.Open(registry.ArtifactsOf(registry.Find(plan.Name, ModelAliases.Champion)));
        var log = InteractionLog.Read(history, plan.Interactions, plan.MinPerUser, plan.MinPerProduct);
        var customers = log.LatestUsers()
            .Select(user => (User: log.UserOf(user), Products: log.ProductsOf(user)))
            .Where(customer => customer.Products.Count is >= HistoryMin and <= HistoryMax)
            .Take(Shown)
            .Select(customer => new Customer(customer.User, customer.Products, artifact.Recommend(customer.Products, ListLength)))
            .ToList();
        return new RecommendedLists(customers, NamesOf(history));
    }

    public void Print()
    {
        var table = new Table().AddColumns("customer", "has", "is offered", "because of");
        foreach (var customer in Customers)
        {
            for (var rank = 0; rank < customer.Offered.Count; rank++)
            {
                var offered = customer.Offered[rank];
                table.AddRow(
                    rank == 0 ? Markup.Escape(customer.User) : "", rank < customer.Products.Count ? Markup.Escape(NameOf(customer.Products[^(rank + 1)])) : "",
                    Markup.Escape(NameOf(offered.Product)), Markup.Escape(ReasonText.Of(offered, NameOf)));
            }
        }
        ResultConsole.Create().Write(table);
    }

    private string NameOf(string product) => Names.GetValueOrDefault(product, product);

    private static Dictionary<string, string> NamesOf(HistorySource history)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!history.Has(Topics.ProductUpserted)) return names;
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        var events = history.RelationOf(connection, TopicCatalog.Shipped[Topics.ProductUpserted]);
        using var command = connection.CreateCommand($"SELECT product_id, arg_max(name, occurred_at) FROM {events} GROUP BY product_id");
        using var rows = command.ExecuteReader();
        while (rows.Read()) names[rows.GetString(0)] = rows.IsDBNull(1) ? rows.GetString(0) : rows.GetString(1);
        return names;
    }

    /// <summary>A customer.</summary>
    /// <param name="User">Who.</param>
    /// <param name="Products">What they have, the latest last.</param>
    /// <param name="Offered">What they are offered, the best first.</param>
    internal sealed record Customer(string User, IReadOnlyList<string> Products, IReadOnlyList<Recommendation> Offered);
}
