using System.Numerics;

namespace SmartKart.Scoring.Neural;

/// <summary>
/// What a network is told of a history and an item, as ids of categorical fields. Training and serving make them here, so both mean the same. Nothing tells who
/// the user is: whoever has a history is scored.
/// <code>
///   0 item       1 category    2 brand      3 users      4 users of late                             of the item
///   5 items      6 main category                                                                     of the history
///   7 items of the item's category   8 the item that points to it most   9 how strongly              of both
///   10 how strongly all do           11 the item's place by that         12 how many do
/// </code>
/// Counts and strengths fall into levels of half or quarter octaves: what matters of them is their order of magnitude. Thread safe.
/// </summary>
/// <param name="facts">Of the items.</param>
public sealed class HistoryFields(ItemFacts facts)
{
    private const int CountLevels = 44, StrengthLevels = 65, PlaceLevels = 86;      // up to 2^21 of anything, and 2^-8 to 2^8
    private const float Weakest = 1f / 256;

    /// <summary>How many fields.</summary>
    public const int Count = 13;

    /// <summary>How many ids each field has.</summary>
    public IReadOnlyList<int> Sizes { get; } =
    [
        facts.OwnCount, facts.CategoryCount, facts.BrandCount, CountLevels, CountLevels, CountLevels, facts.CategoryCount, CountLevels, facts.OwnCount,
        StrengthLevels, StrengthLevels, PlaceLevels, CountLevels,
    ];

    /// <summary>Puts a history and an item into ids.</summary>
    /// <param name="reach">The history.</param>
    /// <param name="item">Not one of it.</param>
    /// <param name="place">The item's, as the history has it.</param>
    /// <param name="users">How many users have it.</param>
    /// <param name="lately">How many had it of late.</param>
    /// <param name="ids">Takes one of each field.</param>
    public void Write(HistoryReach reach, int item, int place, int users, int lately, Span<int> ids)
    {
        var (nearest, strongest) = reach.Nearest(item);
        ids[12] = CountLevel(reach.Pointing(item));
        ids[0] = facts.Own.Span[item];
        ids[1] = facts.Categories.Span[item];
        ids[2] = facts.Brands.Span[item];
        ids[3] = CountLevel(users);
        ids[4] = CountLevel(lately);
        ids[5] = CountLevel(reach.Count);
        ids[6] = reach.MainCategory;
        ids[7] = CountLevel(reach.OfCategory(item));
        ids[8] = nearest < 0 ? 0 : facts.Own.Span[nearest];
        ids[9] = StrengthLevel(strongest);
        ids[10] = StrengthLevel(reach.Sum(item));
        ids[11] = place == 0 ? 0 : Math.Min(PlaceLevels - 1, 1 + (int)(4 * MathF.Log2(place)));
    }

    // 0 for none, then half octaves: 1, 2, 3, 4–5, 6–7, 8–11…
    private static int CountLevel(int count)
    {
        if (count <= 0) return 0;
        var octave = BitOperations.Log2((uint)count);
        var isUpperHalf = octave > 0 && (count >> (octave - 1) & 1) == 1;
        return Math.Min(CountLevels - 1, 1 + 2 * octave + (isUpperHalf ? 1 : 0));
    }

    // 0 for none, then quarter octaves from the weakest that are told apart.
    private static int StrengthLevel(float strength) =>
        strength > 0 ? Math.Clamp(1 + (int)(4 * MathF.Log2(Math.Max(strength, Weakest) / Weakest)), 1, StrengthLevels - 1) : 0;
}
