using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Evaluation;

/// <summary>
/// How unlike the items of a list are: 1 less the cosine of their users, the mean over pairs of items (intra-list diversity, Ziegler et al., WWW 2005). Of the
/// pairs of all lists a fixed number is drawn, so that it costs the same for many users; the draw's standard error is at most 0.005.
/// </summary>
public sealed class ListDiversity
{
    private const int Draws = 10_000;       // 0.5, the most that values between 0 and 1 can deviate, / √10,000
    private const ulong Seed = 1;

    private readonly InteractionMatrix _usersOf;

    /// <param name="known">What users have, users × items.</param>
    public ListDiversity(InteractionMatrix known) => _usersOf = known.Transpose();

    /// <summary>0 where the items of each list have the same users, 1 where no two share any; 0 where no list has two items.</summary>
    /// <param name="lists">What was offered; a product of another catalogue, below 0, is like none.</param>
    /// <param name="users">Whose lists count.</param>
    public double Of(TopLists lists, ReadOnlySpan<int> users)
    {
        int[] several = [.. users.ToArray().Where(user => lists[user].Length > 1)];
        if (several.Length == 0) return 0;
        var (random, sum) = (new SplitMix64(Seed), 0.0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var list = lists[several[random.Below(several.Length)]];
            var one = random.Below(list.Length);
            var other = random.Below(list.Length - 1);
            sum += 1 - Cosine(UsersOf(list[one]), UsersOf(list[other < one ? other : other + 1]));
        }
        return sum / Draws;
    }

    private ReadOnlySpan<int> UsersOf(int item) => item < 0 ? [] : _usersOf[item];

    // The fewer users are looked up among the more: a popular item has many more than most.
    private static double Cosine(ReadOnlySpan<int> one, ReadOnlySpan<int> other)
    {
        if (one.Length > other.Length) return Cosine(other, one);
        if (one.IsEmpty) return 0;
        var both = 0;
        foreach (var user in one) both += other.BinarySearch(user) >= 0 ? 1 : 0;
        return both / Math.Sqrt((double)one.Length * other.Length);
    }
}
