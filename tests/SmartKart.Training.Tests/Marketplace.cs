using SmartKart.Training.Interactions;

namespace SmartKart.Training.Tests;

/// <summary>Made-up users with tastes: each likes some of a few groups of items, so that models have something to find.</summary>
internal static class Marketplace
{
    public static InteractionMatrix Of(int users, int items, int groups = 5, int perUser = 12, int seed = 1)
    {
        var random = new Random(seed);
        var pairs = new List<(int, int)>();
        for (var user = 0; user < users; user++)
        {
            var (first, second) = (random.Next(groups), random.Next(groups));
            for (var at = 0; at < perUser; at++)
            {
                var group = random.Next(10) switch { < 6 => first, < 9 => second, _ => random.Next(groups) };
                // Within a group few items are met often.
                var rank = (int)(items / groups * random.NextDouble() * random.NextDouble());
                pairs.Add((user, rank * groups + group));
            }
        }
        return InteractionMatrix.Of(users, items, [.. pairs]);
    }

    /// <summary>The same, but nobody has the last items, from one on.</summary>
    public static InteractionMatrix Without(InteractionMatrix all, int from)
    {
        var pairs = new List<(int, int)>();
        for (var user = 0; user < all.Users; user++)
        {
            foreach (var item in all[user])
            {
                if (item < from) pairs.Add((user, item));
            }
        }
        return InteractionMatrix.Of(all.Users, all.Items, [.. pairs]);
    }
}
