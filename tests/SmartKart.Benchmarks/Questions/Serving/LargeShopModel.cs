using SmartKart.FeatureStore.Definitions;
using SmartKart.Scoring.Native.XgBoost;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;

namespace SmartKart.Benchmarks.Questions.Serving;

/// <summary>
/// The model of a large shop: a blend of factors (64), links (50 each) and popularity, each of which finds 200 candidates, and a ranker of 300 trees of depth 6
/// over 50 columns, 46 of them features of the feature store. What it would learn is made up; how it is asked isn't.
/// </summary>
internal static class LargeShopModel
{
    public const string Name = "large_shop", Service = "large_shop_ranking";

    private const int Factors = 64, LinksEach = 50, CandidatesEach = 200, Themes = 400;
    private const int Trees = 300, Depth = 6, TaughtRows = 20_000, Columns = 50;

    /// <summary>The shipped service <c>ranking</c>, and twelve features more.</summary>
    private const string MoreFeatures = """
          - product_activity.views_1h
          - product_activity.views_30d
          - product_activity.clicks_24h
          - product_activity.clicks_7d
          - product_activity.clicks_30d
          - product_activity.likes_30d
          - product_activity.dislikes_30d
          - product_activity.viewers_24h
          - product_activity.ctr_24h
          - product_carts.cart_adds_24h
          - product_carts.cart_removals_7d
          - product_carts.cart_users_7d

        """;

    /// <summary>The shipped definitions with the service.</summary>
    public static DefinitionSet Definitions(string checkoutRoot)
    {
        var files = Directory.GetFiles(Path.Combine(checkoutRoot, "featurestore", "definitions"), "*.yaml").Select(path => new DefinitionFile(path, File.ReadAllText(path)));
        var ranking = DefinitionSet.Shipped.Service("ranking").Features.Select(feature => $"  - {feature.View.Name}.{feature.Feature.Name}\n");
        return DefinitionSet.Parse([.. files, new DefinitionFile("large_shop.yaml", $"feature_service: {Service}\nfeatures:\n{string.Concat(ranking)}{MoreFeatures}")]);
    }

    /// <summary>Writes the model and registers it as the champion.</summary>
    public static ModelRegistry Write(string folder, DefinitionSet definitions, IReadOnlyList<string> products)
    {
        var random = new Random(2);
        var blend = new BlendModel(
            [(Vectors(random, products.Count), 1), (Links(random, products.Count), 0.5f), (new PopularityModel(Draw(random, products.Count)), 0.1f)],
            ["ials", "item_knn", "popularity"]);
        var features = definitions.Service(Service).Features.Select(feature => $"{feature.View.Name}.{feature.Feature.Name}");
        var inputs = new RankerInputs(blend.Names!, CandidatesEach, Service, [.. features]);       // they were given above
        if (inputs.Columns.Count != Columns) throw new InvalidOperationException($"The ranker has {inputs.Columns.Count} columns, and what is measured is {Columns}.");
        var artifact = Path.Combine(folder, "model");
        RecommenderArtifact.Write(artifact, blend, new Catalogue(products), [[1, 2]], new Dictionary<string, string>(), (inputs, Teach(inputs)));
        var registry = new ModelRegistry(Path.Combine(folder, "mlruns"));
        registry.SetAlias(Name, ModelAliases.Champion, registry.Register(Name, "bench", artifact, "", TimeProvider.System.GetUtcNow()).Version);
        return registry;
    }

    // Products of a theme are alike, and some are wanted more than others: as trained factors are, and random ones aren't.
    private static FactorModel Vectors(Random random, int products)
    {
        var (themes, vectors) = (Array.ConvertAll(new float[Themes * Factors], _ => Normal(random)), new float[products * Factors]);
        for (var product = 0; product < products; product++)
        {
            var (theme, wanted) = (random.Next(Themes), MathF.Exp(0.5f * Normal(random)));
            for (var at = 0; at < Factors; at++) vectors[product * Factors + at] = 0.1f * wanted * (themes[theme * Factors + at] + 0.7f * Normal(random));
        }
        return new FactorModel(Factors, default, vectors, foldIn: new FoldIn(0.02f, 0.01f, 1));
    }

    private static ItemSimilarityModel Links(Random random, int products)
    {
        var (starts, targets) = (new int[products + 1], new int[products * LinksEach]);
        for (var item = 0; item < products; item++)
        {
            starts[item + 1] = (item + 1) * LinksEach;
            for (var link = 0; link < LinksEach; link++) targets[item * LinksEach + link] = random.Next(products);
            targets.AsSpan(item * LinksEach, LinksEach).Sort();
        }
        return new ItemSimilarityModel(starts, targets, Draw(random, targets.Length));
    }

    private static byte[] Teach(RankerInputs inputs)
    {
        var random = new Random(3);
        var (values, labels) = (new float[TaughtRows * Columns], new float[TaughtRows]);
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = random.Next(10) == 0 ? float.NaN : Normal(random);
            if (!float.IsNaN(values[at])) labels[at / Columns] += MathF.Sin(values[at] * (at % Columns % 7 + 1)) * (at % Columns % 5 - 2);
        }
        using var matrix = XgBoostMatrix.FromRows(values, Columns, threads: 0);
        matrix.SetLabels(labels);
        using var booster = XgBoostBooster.Create([new("max_depth", $"{Depth}"), new("tree_method", "hist"), new("seed", "1")], matrix);
        for (var round = 0; round < Trees; round++) booster.Update(round, matrix);
        booster.SetFeatureNames(inputs.Columns);
        return booster.ToModel();
    }

    private static float[] Draw(Random random, int count) => Array.ConvertAll(new float[count], _ => random.NextSingle());

    private static float Normal(Random random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
