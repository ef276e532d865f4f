using SmartKart.Backfill.Simulation.Shoppers;

namespace SmartKart.Backfill.Simulation.Catalogue;

/// <summary>
/// What customers read of a product. Its words tell of its category, and of where its style lies: so what is written is a weak witness of what is liked,
/// as in real catalogues.
/// </summary>
internal static class ProductText
{
    private static readonly string[] BrandHeads = ["Nor", "Vel", "Alt", "Bri", "Cas", "Dun", "Ely", "Fen"];
    private static readonly string[] BrandTails = ["wick", "mere", "ton", "field", "ora", "holm"];
    private static readonly string[] Colours = ["black", "white", "grey", "blue", "green", "red", "natural", "yellow"];

    // For each dimension of style: the word of its positive side, that of its negative one, and what each promises.
    private static readonly (string High, string Low, string HighPromise, string LowPromise)[] Styles =
    [
        ("minimal", "ornate", "Clean lines, and nothing that isn't needed.", "Rich in detail, made to be looked at."),
        ("classic", "modern", "A shape that has been right for generations.", "A fresh take on something familiar."),
        ("rugged", "delicate", "Made for hard use, whatever the weather.", "Light and fine, for careful hands."),
        ("playful", "serious", "Bright, cheerful and a little silly.", "Sober and matter-of-fact."),
        ("luxurious", "simple", "A treat for those who want the best.", "All you need, and a fair price."),
        ("eco-friendly", "high-performance", "Recycled where possible, repairable throughout.", "Tuned for those who push things to the limit."),
        ("retro", "high-tech", "As it was in the seventies, only better.", "With the latest technology inside."),
        ("handmade", "precision-made", "Each piece is a little different.", "Exact to a tenth of a millimetre."),
    ];

    internal static string Brand(int brand) => BrandHeads[brand / BrandTails.Length % BrandHeads.Length] + BrandTails[brand % BrandTails.Length];

    internal static string Name(Product product)
    {
        var (category, number) = (product.Category, product.Number);
        return $"{Brand(product.Brand)} {Style(product, 0).Word} {Kind(product)} {Noun(product)}, {category.Materials[number / 7 % category.Materials.Length]}";
    }

    internal static string Description(Product product)
    {
        var (first, second) = (Style(product, 0), Style(product, 1));
        var material = product.Category.Materials[product.Number / 7 % product.Category.Materials.Length];
        return $"A {first.Word}, {second.Word} {Noun(product)} by {Brand(product.Brand)}: {Kind(product)}, in {material}. {first.Promise} {second.Promise}";
    }

    /// <summary>By name, in an order that is always the same: equal options give equal bytes.</summary>
    internal static SortedDictionary<string, string> Attributes(Product product) => new(StringComparer.Ordinal)
    {
        ["colour"] = Colours[product.Number * 5 / 3 % Colours.Length],
        ["material"] = product.Category.Materials[product.Number / 7 % product.Category.Materials.Length],
        ["style"] = Style(product, 0).Word,
    };

    internal static string Noun(Product product) => product.Category.Nouns[Word(product) % product.Category.Nouns.Length];

    internal static string Kind(Product product) => product.Category.Kinds[Word(product) / 3 % product.Category.Kinds.Length];

    // Which of its category's words a product bears; those of one category are one leaf's count apart.
    private static int Word(Product product) => product.Number / Departments.Leaves.Length;

    // The word of the strongest dimension of style, or of the next one.
    private static (string Word, string Promise) Style(Product product, int place)
    {
        var style = product.Vector.AsSpan(Taste.Departments);
        var (best, next) = (-1, -1);
        for (var at = 0; at < style.Length; at++)
        {
            if (best < 0 || Math.Abs(style[at]) > Math.Abs(style[best])) (best, next) = (at, best);
            else if (next < 0 || Math.Abs(style[at]) > Math.Abs(style[next])) next = at;
        }
        var chosen = place == 0 ? best : next;
        var (high, low, highPromise, lowPromise) = Styles[chosen];
        return style[chosen] > 0 ? (high, highPromise) : (low, lowPromise);
    }
}
