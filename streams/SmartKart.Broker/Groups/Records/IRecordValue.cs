using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Records;

/// <summary>The value of a record in the offsets topic. Its version is written before it, as two bytes.</summary>
internal interface IRecordValue : IMessage
{
    /// <summary>The version that is written. All of Kafka's are read.</summary>
    short Version { get; }

    /// <summary>The first version with compact lengths and tagged fields.</summary>
    short FlexibleSince { get; }
}
