namespace SmartKart.Streams.State;

/// <summary>Where state stores come from: first where the bytes are, then the types above them.</summary>
/// <example><code>
/// var carts = Stores.TimestampedKeyValueStoreBuilder(Stores.PersistentKeyValueStore("carts"), Serdes.String(), Serdes.Utf8Json&lt;Cart&gt;())
///     .WithTtl(TimeSpan.FromDays(30));
/// </code></example>
public static class Stores
{
    /// <summary>Key-value bytes in memory, restored from the changelog at each start.</summary>
    /// <param name="name">The store's name: letters, digits, '.', '_' and '-'.</param>
    public static KeyValueBytesStoreSupplier InMemoryKeyValueStore(string name) => new(name, isPersistent: false);

    /// <summary>Key-value bytes on disk, for state that is larger than memory or slow to restore.</summary>
    /// <param name="name">The store's name: letters, digits, '.', '_' and '-'.</param>
    public static KeyValueBytesStoreSupplier PersistentKeyValueStore(string name) => new(name, isPersistent: true);

    /// <summary>Windows in memory.</summary>
    /// <param name="name">The store's name: letters, digits, '.', '_' and '-'.</param>
    /// <param name="retention">How long a window is kept after its start, in stream time; at least its size.</param>
    /// <param name="windowSize">How long a window is.</param>
    /// <param name="retainDuplicates">Keep puts of one key and start beside each other, as a stream-stream join needs.</param>
    public static WindowBytesStoreSupplier InMemoryWindowStore(string name, TimeSpan retention, TimeSpan windowSize, bool retainDuplicates = false) =>
        new(name, isPersistent: false, retention, windowSize, retainDuplicates);

    /// <summary>Windows on disk.</summary>
    /// <param name="name">The store's name: letters, digits, '.', '_' and '-'.</param>
    /// <param name="retention">How long a window is kept after its start, in stream time; at least its size.</param>
    /// <param name="windowSize">How long a window is.</param>
    /// <param name="retainDuplicates">Keep puts of one key and start beside each other, as a stream-stream join needs.</param>
    public static WindowBytesStoreSupplier PersistentWindowStore(string name, TimeSpan retention, TimeSpan windowSize, bool retainDuplicates = false) =>
        new(name, isPersistent: true, retention, windowSize, retainDuplicates);

    /// <summary>Sessions in memory.</summary>
    /// <param name="name">The store's name: letters, digits, '.', '_' and '-'.</param>
    /// <param name="retention">How long a session is kept after its end, in stream time.</param>
    public static SessionBytesStoreSupplier InMemorySessionStore(string name, TimeSpan retention) => new(name, isPersistent: false, retention);

    /// <summary>Sessions on disk.</summary>
    /// <param name="name">The store's name: letters, digits, '.', '_' and '-'.</param>
    /// <param name="retention">How long a session is kept after its end, in stream time.</param>
    public static SessionBytesStoreSupplier PersistentSessionStore(string name, TimeSpan retention) => new(name, isPersistent: true, retention);

    /// <summary>A key-value store.</summary>
    public static KeyValueStoreBuilder<K, V> KeyValueStoreBuilder<K, V>(KeyValueBytesStoreSupplier supplier, ISerde<K> keySerde, ISerde<V> valueSerde) =>
        new(supplier, keySerde, valueSerde);

    /// <summary>A key-value store that remembers its values' times, as tables do.</summary>
    public static TimestampedKeyValueStoreBuilder<K, V> TimestampedKeyValueStoreBuilder<K, V>(
        KeyValueBytesStoreSupplier supplier, ISerde<K> keySerde, ISerde<V> valueSerde) => new(supplier, keySerde, valueSerde);

    /// <summary>A window store.</summary>
    public static WindowStoreBuilder<K, V> WindowStoreBuilder<K, V>(WindowBytesStoreSupplier supplier, ISerde<K> keySerde, ISerde<V> valueSerde) =>
        new(supplier, keySerde, valueSerde);

    /// <summary>A window store that remembers its values' times, as windowed tables do.</summary>
    public static TimestampedWindowStoreBuilder<K, V> TimestampedWindowStoreBuilder<K, V>(
        WindowBytesStoreSupplier supplier, ISerde<K> keySerde, ISerde<V> valueSerde) => new(supplier, keySerde, valueSerde);

    /// <summary>A session store.</summary>
    public static SessionStoreBuilder<K, V> SessionStoreBuilder<K, V>(SessionBytesStoreSupplier supplier, ISerde<K> keySerde, ISerde<V> valueSerde) =>
        new(supplier, keySerde, valueSerde);
}
