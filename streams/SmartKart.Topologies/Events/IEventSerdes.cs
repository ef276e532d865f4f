using SmartKart.Schemas;
using SmartKart.Streams;

namespace SmartKart.Topologies.Events;

/// <summary>How a topology reads and writes the events of the catalogue's topics.</summary>
public interface IEventSerdes
{
    /// <summary>Reads and writes a topic's events.</summary>
    /// <typeparam name="T">The generated record of the topic.</typeparam>
    /// <param name="topic">The topic, such as <c>Topics.CartUpdated</c>.</param>
    ISerde<T> SerdeOf<T>(string topic) where T : class, IAvroRecord<T>;
}
