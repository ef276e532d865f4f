namespace SmartKart.Backfill.Simulation.Catalogue;

/// <summary>A leaf of the catalogue's tree: what its products are called, cost and do.</summary>
/// <param name="Department">Index of its department in <see cref="Departments.Names"/>.</param>
/// <param name="Id">The category's id, such as <c>audio-headphones</c>.</param>
/// <param name="Nouns">What a product of it is; people search for these.</param>
/// <param name="Kinds">What tells its products apart; people search for these too.</param>
/// <param name="Materials">What they are made of.</param>
/// <param name="Price">What one costs in the middle.</param>
/// <param name="PriceCoefficient">How much its demand heeds prices, in the middle: near the elasticities that Tellis (1988) found, -1.8 on average.</param>
internal sealed record Category(
    int Department, string Id, string[] Nouns, string[] Kinds, string[] Materials, double Price, double PriceCoefficient)
{
    /// <summary>From the root down, as products carry it.</summary>
    internal string[] Path { get; } = [Departments.Names[Department], Id];
}

/// <summary>The catalogue's tree.</summary>
internal static class Departments
{
    /// <summary>The departments, whose order is that of the first half of a taste.</summary>
    internal static readonly string[] Names = ["audio", "books", "garden", "home", "kitchen", "office", "outdoor", "toys"];

    /// <summary>The day of the year on which a department sells best, and how much that is: half of the swing of the logarithm of its demand.</summary>
    internal static readonly (int Peak, double Swing)[] Seasons =
        [(345, 0.2), (340, 0.25), (140, 0.6), (20, 0.1), (345, 0.15), (250, 0.2), (180, 0.5), (345, 0.6)];

    /// <summary>The leaves. Number n belongs to department n modulo 8, so that the first eight products are of eight departments.</summary>
    internal static readonly Category[] Leaves =
    [
        new(0, "audio-headphones", ["headphones", "earbuds", "headset"], ["wireless", "over-ear", "noise-cancelling", "sports"],
            ["aluminium", "leather"], 65, 1.9),
        new(1, "books-fiction", ["novel", "thriller", "short stories"], ["crime", "historical", "fantasy", "romantic"],
            ["paperback", "hardback"], 11, 1.2),
        new(2, "garden-tools", ["spade", "secateurs", "rake"], ["long-handled", "folding", "compact", "heavy-duty"],
            ["steel", "ash wood"], 22, 1.5),
        new(3, "home-lighting", ["desk lamp", "floor lamp", "pendant light"], ["dimmable", "warm-white", "adjustable", "smart"],
            ["brass", "linen"], 45, 1.8),
        new(4, "kitchen-cookware", ["frying pan", "saucepan", "casserole"], ["non-stick", "induction", "oven-safe", "large"],
            ["cast iron", "stainless steel"], 38, 1.9),
        new(5, "office-stationery", ["notebook", "fountain pen", "planner"], ["dotted", "refillable", "pocket", "lined"],
            ["recycled paper", "leather"], 12, 1.3),
        new(6, "outdoor-camping", ["tent", "sleeping bag", "camping stove"], ["two-person", "lightweight", "four-season", "insulated"],
            ["ripstop nylon", "canvas"], 85, 2.1),
        new(7, "toys-puzzles", ["jigsaw puzzle", "puzzle cube", "brain teaser"], ["1000-piece", "magnetic", "children's", "advanced"],
            ["card", "beech wood"], 16, 1.7),

        new(0, "audio-speakers", ["speaker", "soundbar", "smart speaker"], ["bluetooth", "portable", "waterproof", "stereo"],
            ["walnut", "fabric"], 90, 2.2),
        new(1, "books-cooking", ["cookbook", "baking book", "recipe journal"], ["vegetarian", "italian", "quick", "family"],
            ["hardback", "spiral-bound"], 18, 1.3),
        new(2, "garden-pots", ["flower pot", "planter", "hanging basket"], ["frost-proof", "self-watering", "large", "glazed"],
            ["terracotta", "ceramic"], 19, 1.6),
        new(3, "home-bedding", ["duvet cover", "pillow", "throw"], ["king-size", "brushed", "quilted", "cooling"],
            ["cotton", "linen"], 40, 1.7),
        new(4, "kitchen-coffee", ["coffee maker", "espresso cups", "coffee grinder"], ["filter", "manual", "travel", "automatic"],
            ["glass", "porcelain"], 48, 2.0),
        new(5, "office-chairs", ["office chair", "footrest", "stool"], ["ergonomic", "adjustable", "mesh", "swivel"],
            ["mesh", "oak"], 130, 2.0),
        new(6, "outdoor-hiking", ["backpack", "walking poles", "water bottle"], ["lightweight", "insulated", "30-litre", "foldable"],
            ["recycled nylon", "carbon"], 42, 1.8),
        new(7, "toys-building", ["building set", "marble run", "building blocks"], ["large", "motorised", "starter", "300-piece"],
            ["plastic", "maple wood"], 34, 2.1),

        new(0, "audio-turntables", ["turntable", "phono preamp", "stylus"], ["belt-drive", "automatic", "usb", "vintage"],
            ["walnut", "acrylic"], 150, 1.7),
        new(1, "books-children", ["picture book", "story book", "activity book"], ["bedtime", "illustrated", "rhyming", "pop-up"],
            ["board", "paperback"], 9, 1.4),
        new(2, "garden-furniture", ["garden bench", "sun lounger", "bistro set"], ["folding", "weatherproof", "stackable", "two-seat"],
            ["teak", "rattan"], 140, 2.3),
        new(3, "home-storage", ["storage box", "shelf unit", "laundry basket"], ["stackable", "slim", "lidded", "wall-mounted"],
            ["bamboo", "felt"], 27, 1.8),
        new(4, "kitchen-knives", ["chef's knife", "bread knife", "knife block"], ["forged", "damascus", "serrated", "paring"],
            ["carbon steel", "olive wood"], 52, 1.6),
        new(5, "office-lamps", ["monitor light", "clip lamp", "reading lamp"], ["rechargeable", "usb", "glare-free", "foldable"],
            ["aluminium", "silicone"], 30, 1.8),
        new(6, "outdoor-cycling", ["bike light", "cycling gloves", "bike lock"], ["rechargeable", "padded", "folding", "waterproof"],
            ["alloy", "hardened steel"], 28, 1.7),
        new(7, "toys-soft", ["teddy bear", "soft toy", "hand puppet"], ["jumbo", "washable", "musical", "organic"],
            ["plush", "organic cotton"], 17, 1.6),

        new(0, "audio-microphones", ["microphone", "pop filter", "boom arm"], ["usb", "condenser", "lavalier", "studio"],
            ["steel", "foam"], 75, 1.8),
        new(1, "books-travel", ["travel guide", "road atlas", "phrase book"], ["pocket", "illustrated", "annual", "city"],
            ["paperback", "laminated"], 14, 1.2),
        new(2, "garden-seeds", ["wildflower seeds", "herb seeds", "seed kit"], ["organic", "native", "easy", "pollinator"],
            ["recycled paper", "jute"], 6, 1.1),
        new(3, "home-decor", ["vase", "wall clock", "picture frame"], ["tall", "silent", "handmade", "round"],
            ["stoneware", "oak"], 24, 1.7),
        new(4, "kitchen-tableware", ["dinner plates", "mug", "cutlery set"], ["set of four", "stackable", "dishwasher-safe", "speckled"],
            ["stoneware", "bone china"], 32, 1.8),
        new(5, "office-desks", ["standing desk", "laptop stand", "desk mat"], ["electric", "corner", "foldable", "compact"],
            ["oak", "felt"], 110, 2.0),
        new(6, "outdoor-fitness", ["yoga mat", "resistance bands", "kettlebell"], ["non-slip", "extra-thick", "adjustable", "travel"],
            ["cork", "natural rubber"], 25, 1.9),
        new(7, "toys-games", ["board game", "card game", "chess set"], ["family", "strategy", "travel", "cooperative"],
            ["card", "walnut"], 24, 1.7),
    ];
}
