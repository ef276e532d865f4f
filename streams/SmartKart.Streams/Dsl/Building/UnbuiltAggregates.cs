namespace SmartKart.Streams.Building;

internal static class Suppression
{
    public static IKTable<K, V> Of<K, V>(KTable<K, V> table, Suppressed suppressed) => throw new NotSupportedException();
}
