using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>What has settings, by Kafka's numbers.</summary>
public enum ConfigResourceKind
{
    /// <summary>Of a kind that this client does not know.</summary>
    Unknown = 0,

    /// <summary>A topic.</summary>
    Topic = 2,

    /// <summary>A consumer group.</summary>
    Group = 3,

    /// <summary>A broker, named by its id.</summary>
    Broker = 4,
}

/// <summary>Something that has settings.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name; of a broker its id, in digits.</param>
public readonly record struct ConfigResource(ConfigResourceKind Kind, string Name)
{
    /// <summary>A topic's settings.</summary>
    public static ConfigResource OfTopic(string topic) => new(ConfigResourceKind.Topic, topic);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} '{Name}'";
}

/// <summary>How a setting is changed, by Kafka's numbers.</summary>
public enum ConfigOperation
{
    /// <summary>It gets the value.</summary>
    Set = 0,

    /// <summary>It goes back to the default.</summary>
    Delete = 1,

    /// <summary>The value is added to a list.</summary>
    Append = 2,

    /// <summary>The value is taken out of a list.</summary>
    Subtract = 3,
}

/// <summary>A change of one setting.</summary>
/// <param name="Resource">Whose.</param>
/// <param name="Name">The setting, by Kafka's name.</param>
/// <param name="Operation">How it is changed.</param>
/// <param name="Value">The value; null for a deletion.</param>
public sealed record ConfigChange(ConfigResource Resource, string Name, ConfigOperation Operation, string? Value);

/// <summary>Where a setting's value comes from, by Kafka's numbers.</summary>
public enum ConfigSource
{
    /// <summary>The broker does not say, or says what this client does not know.</summary>
    Unknown = 0,

    /// <summary>Set on the topic.</summary>
    Topic = 1,

    /// <summary>Set on the broker while it runs.</summary>
    DynamicBroker = 2,

    /// <summary>Set on all brokers while they run.</summary>
    DynamicDefaultBroker = 3,

    /// <summary>From the broker's configuration.</summary>
    StaticBroker = 4,

    /// <summary>Kafka's default.</summary>
    Default = 5,

    /// <summary>Set on the group.</summary>
    Group = 8,
}

/// <summary>A setting in force.</summary>
/// <param name="Name">By Kafka's name.</param>
/// <param name="Value">As text; null where it has none, or where it is sensitive.</param>
/// <param name="Source">Where the value comes from.</param>
/// <param name="IsReadOnly">It cannot be changed while the broker runs.</param>
/// <param name="IsSensitive">It is a secret.</param>
public sealed record ConfigEntry(string Name, string? Value, ConfigSource Source, bool IsReadOnly, bool IsSensitive)
{
    /// <summary>It was set on the resource itself.</summary>
    public bool IsOwn => Source is ConfigSource.Topic or ConfigSource.DynamicBroker or ConfigSource.Group;

    internal static ConfigEntry Read(nint entry) => new(
        Answers.Text(ConfigAdminApi.EntryName(entry)), Marshal.PtrToStringUTF8(ConfigAdminApi.EntryValue(entry)), (ConfigSource)ConfigAdminApi.EntrySource(entry),
        ConfigAdminApi.EntryIsReadOnly(entry) != 0, ConfigAdminApi.EntryIsSensitive(entry) != 0);
}
