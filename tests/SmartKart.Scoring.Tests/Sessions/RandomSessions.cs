using FsCheck;
using FsCheck.Fluent;

namespace SmartKart.Scoring.Tests.Sessions;

/// <summary>Small shops with short sessions: few items, so that sessions share some, and now and then one that nobody knows.</summary>
internal static class RandomSessions
{
    public const int ItemCount = 12;

    public static Arbitrary<int[][]> Past { get; } = Arb.From(Session(0).ArrayOf().Resize(40));

    public static Arbitrary<int[]> Running { get; } = Arb.From(Session(0));

    private static Gen<int[]> Session(int least) => Gen.Choose(least - 1, ItemCount).ArrayOf().Resize(7);
}
