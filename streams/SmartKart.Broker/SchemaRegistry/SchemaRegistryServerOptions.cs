using SmartKart.Schemas;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>How the schema registry answers. Each default works on one machine.</summary>
public sealed record SchemaRegistryServerOptions
{
    /// <summary>Who may call, by HTTP basic authentication: name → password. Empty: anyone who reaches the port.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>The level of a registry for which none is set. BACKWARD, as Confluent's.</summary>
    public CompatibilityLevel DefaultCompatibility { get; init; } = CompatibilityLevel.Backward;

    /// <summary>The longest request body that is read, in bytes. 1 KiB to 256 MiB; 4 MiB.</summary>
    public int MaxRequestBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The longest schema that is kept, in characters of its JSON. 1 to 64 Mi; 512 Ki, which a log of Kafka's default settings holds.</summary>
    public int MaxSchemaLength { get; init; } = 512 * 1024;

    /// <summary>How deep references may go: a schema that refers to one that refers to a third has depth 2. 1 to 100; 20.</summary>
    public int MaxReferenceDepth { get; init; } = 20;

    /// <summary>How many schemas one may be made of, with all that it refers to. 1 to 10,000; 1,000.</summary>
    public int MaxReferences { get; init; } = 1_000;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names it.</exception>
    internal void Check()
    {
        Within(MaxRequestBytes, 1 << 10, 256 << 20, nameof(MaxRequestBytes));
        Within(MaxSchemaLength, 1, 64 << 20, nameof(MaxSchemaLength));
        Within(MaxReferenceDepth, 1, 100, nameof(MaxReferenceDepth));
        Within(MaxReferences, 1, 10_000, nameof(MaxReferences));
    }

    private static void Within(int value, int least, int most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
