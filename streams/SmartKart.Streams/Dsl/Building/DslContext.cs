using System.Globalization;

namespace SmartKart.Streams.Building;

/// <summary>What the streams and tables of one builder share: the topology they write to, and the count that numbers their operators.</summary>
internal sealed class DslContext
{
    private int _index;

    public Topology Topology { get; } = new();

    /// <summary>When the windows of tables close.</summary>
    public WindowClosings Closings { get; } = new();

    /// <summary>The operator's name. The count goes up also where a name is given: naming one operator renames no other, as in Kafka Streams.</summary>
    public string NameOf(string? named, string prefix)
    {
        var numbered = Number(prefix);
        return named ?? numbered;
    }

    /// <summary>The name of a store that was given none.</summary>
    public string NewStoreName(string prefix) => Number($"{prefix}STATE-STORE-");

    /// <summary>A serde for a type: the one given, else the one that came with the stream, else the built-in one.</summary>
    /// <exception cref="TopologyException">There is none.</exception>
    public static ISerde<T> SerdeOf<T>(ISerde<T>? given, ISerde<T>? inherited, string what, string remedy) => given ?? inherited ?? Serdes.Find<T>()
        ?? throw new TopologyException($"There is no serde for {typeof(T)}, the type of {what}. Give one with {remedy}.");

    private string Number(string prefix) => prefix + (_index++).ToString("D10", CultureInfo.InvariantCulture);
}
