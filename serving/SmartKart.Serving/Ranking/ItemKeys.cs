using SmartKart.Scoring.Recommenders;
using SmartKart.Serving.Products;

namespace SmartKart.Serving.Ranking;

/// <summary>What a model's items are called in the keys of features: their products, and where these stand on the shelf now.</summary>
internal sealed class ItemKeys(Catalogue catalogue, ProductShelf shelf)
{
    /// <summary>The keys that an item has, by the names of their columns.</summary>
    public static IReadOnlyList<string> Known { get; } = ["product_id", "category_id", "merchant_id"];

    /// <summary>How many items there are.</summary>
    public int Items => catalogue.Count;

    /// <summary>An item's key; empty, as training has it, where nothing was told of the product. Hot path: per candidate.</summary>
    public string Of(int item, string column) => column switch
    {
        "product_id" => catalogue[item],
        "category_id" => shelf.Find(catalogue[item])?.CategoryId ?? "",
        _ => shelf.Find(catalogue[item])?.MerchantId ?? "",
    };
}
