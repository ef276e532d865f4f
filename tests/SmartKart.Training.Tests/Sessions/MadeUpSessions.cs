using SmartKart.Training.Sessions;

namespace SmartKart.Training.Tests.Sessions;

/// <summary>Sessions of a made-up shop: who clicks an item goes on to one of the next two, seldom to any.</summary>
internal static class MadeUpSessions
{
    public static SessionSet Of(int seed, int sessions, int itemCount)
    {
        var random = new Random(seed);
        return SessionSet.Of([.. Enumerable.Range(0, sessions).Select(_ => Session(random, itemCount))], itemCount);
    }

    private static int[] Session(Random random, int itemCount)
    {
        var items = new int[random.Next(2, 8)];
        items[0] = random.Next(itemCount);
        for (var at = 1; at < items.Length; at++)
            items[at] = random.Next(5) == 0 ? random.Next(itemCount) : (items[at - 1] + random.Next(1, 3)) % itemCount;
        return items;
    }
}
