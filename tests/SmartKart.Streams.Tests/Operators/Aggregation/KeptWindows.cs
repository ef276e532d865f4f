namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>How the windows under test are kept.</summary>
internal static class KeptWindows
{
    public static Materialized<string, string> InMemory() => Kept(inMemory: true);

    public static Materialized<string, string> Kept(bool inMemory) => new() { InMemory = inMemory };
}
