namespace SmartKart.Streams;

/// <summary>
/// The serdes that come with the runtime. Numbers are big-endian and text UTF-8, byte for byte as Apache Kafka's Java serdes write them,
/// so that either reads the other's topics. All are stateless: one instance serves every thread.
/// </summary>
public static class Serdes
{
    /// <summary>Text as UTF-8.</summary>
    public static ISerde<string> String() => StringSerde.Instance;

    /// <summary>4 bytes: Java's Integer.</summary>
    public static ISerde<int> Int32() => Int32Serde.Instance;

    /// <summary>8 bytes: Java's Long.</summary>
    public static ISerde<long> Int64() => Int64Serde.Instance;

    /// <summary>8 bytes, IEEE 754.</summary>
    public static ISerde<double> Double() => DoubleSerde.Instance;

    /// <summary>1 byte, 0 or 1.</summary>
    public static ISerde<bool> Boolean() => BooleanSerde.Instance;

    /// <summary>36 characters, as Java's UUID is written.</summary>
    public static ISerde<Guid> Guid() => GuidSerde.Instance;

    /// <summary>The bytes themselves.</summary>
    public static ISerde<byte[]> ByteArray() => ByteArraySerde.Instance;

    /// <summary>A JSON document in UTF-8. As a key's serde only where equal keys give equal text: records do, dictionaries may not.</summary>
    /// <param name="options">How System.Text.Json writes and reads it; its own defaults where null.</param>
    public static ISerde<T> Utf8Json<T>(System.Text.Json.JsonSerializerOptions? options = null) => new Utf8JsonSerde<T>(options);

    /// <summary>A key in a window of a known size: the key, then the window's start in 8 bytes.</summary>
    /// <param name="keySerde">The key's.</param>
    /// <param name="windowSize">How long windows are: the bytes hold their start alone.</param>
    public static ISerde<Windowed<K>> TimeWindowed<K>(ISerde<K> keySerde, TimeSpan windowSize) =>
        new TimeWindowedSerde<K>(keySerde, (long)windowSize.TotalMilliseconds);

    /// <summary>A key in a session: the key, then the session's end and start in 8 bytes each.</summary>
    public static ISerde<Windowed<K>> SessionWindowed<K>(ISerde<K> keySerde) => new SessionWindowedSerde<K>(keySerde);

    /// <summary>The built-in serde for a type; null where there is none.</summary>
    internal static ISerde<T>? Find<T>() => (
        typeof(T) == typeof(string) ? (object)String()
        : typeof(T) == typeof(int) ? Int32()
        : typeof(T) == typeof(long) ? Int64()
        : typeof(T) == typeof(double) ? Double()
        : typeof(T) == typeof(bool) ? Boolean()
        : typeof(T) == typeof(System.Guid) ? Guid()
        : typeof(T) == typeof(byte[]) ? ByteArray()
        : null) as ISerde<T>;
}
