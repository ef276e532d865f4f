using SmartKart.Training.Interactions;

namespace SmartKart.Training.Evaluation;

/// <summary>How various what is offered is, apart from whether it is right.</summary>
/// <param name="Coverage">The share of products that somebody was offered, 0 to 1.</param>
/// <param name="Novelty">Mean of -log₂ of the share of users who have what was offered, in bits (Castells, Hurley and Vargas, Recommender Systems Handbook, 2015).</param>
/// <param name="Popularity">Mean share of users who have what was offered: the popularity bias, beside that of what users have.</param>
public readonly record struct ListVariety(double Coverage, double Novelty, double Popularity)
{
    /// <param name="lists">What was offered.</param>
    /// <param name="users">Whose lists count.</param>
    /// <param name="known">What users have.</param>
    public static ListVariety Of(TopLists lists, ReadOnlySpan<int> users, InteractionMatrix known)
    {
        var popularity = known.Popularity();
        var offered = new bool[known.Items];
        var (novelty, share, count) = (0.0, 0.0, 0L);
        foreach (var user in users)
        {
            foreach (var item in lists[user])
            {
                if (item < 0) continue;     // a product of another catalogue
                offered[item] = true;
                novelty -= Math.Log2(Math.Max(1, popularity[item]) / (double)known.Users);
                share += popularity[item] / (double)known.Users;
                count++;
            }
        }
        return count == 0 ? default : new ListVariety(offered.Count(each => each) / (double)known.Items, novelty / count, share / count);
    }

    /// <summary>The popularity of what users have themselves, to hold that of what they are offered to: above it lists are more popular than taste.</summary>
    /// <param name="users">Whose histories count.</param>
    /// <param name="known">What users have.</param>
    public static double PopularityOfHistories(ReadOnlySpan<int> users, InteractionMatrix known)
    {
        var popularity = known.Popularity();
        var (share, count) = (0.0, 0L);
        foreach (var user in users)
        {
            foreach (var item in known[user]) share += popularity[item] / (double)known.Users;
            count += known[user].Length;
        }
        return count == 0 ? 0 : share / count;
    }
}
