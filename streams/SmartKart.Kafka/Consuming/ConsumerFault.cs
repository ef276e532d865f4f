using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>An error that came among the records.</summary>
/// <param name="Code">What went wrong.</param>
/// <param name="Reason">librdkafka's words.</param>
/// <param name="Where">The topic and partition, or the group.</param>
internal sealed record ConsumerFault(KafkaErrorCode Code, string Reason, string Where)
{
    /// <summary>librdkafka goes on trying by itself: worth a line in the log, and no exception.</summary>
    internal bool Passes => Code is KafkaErrorCode.Transport or KafkaErrorCode.AllBrokersDown or KafkaErrorCode.TimedOut or KafkaErrorCode.Resolve
        or KafkaErrorCode.WaitingForCoordinator or KafkaErrorCode.LeaderNotAvailable or KafkaErrorCode.NotLeader
        or KafkaErrorCode.CoordinatorLoading or KafkaErrorCode.CoordinatorNotAvailable or KafkaErrorCode.NotCoordinator;

    internal KafkaException ToException() => KafkaErrors.Exception(Code, Reason, $"consuming {Where}");

    internal static unsafe ConsumerFault From(NativeMessage* message)
    {
        // An event's payload is its text, which is not promised to end with a zero.
        var reason = message->Payload == null
            ? KafkaErrors.Text(message->Error)
            : Marshal.PtrToStringUTF8((nint)message->Payload, (int)message->PayloadBytes);
        var where = message->Topic == 0
            ? "as a member of the group"
            : $"{Marshal.PtrToStringUTF8((nint)ClientApi.TopicName(message->Topic))}[{message->Partition}]";
        return new ConsumerFault((KafkaErrorCode)message->Error, reason, where);
    }
}
