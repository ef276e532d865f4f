using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// Counts what became of a producer's records, so that no loss goes unnoticed. Hot path: per record. Owned by the thread that polls.
/// </summary>
internal sealed unsafe class DeliveryReports
{
    private const int MaxFailuresKept = 10_000; // a broker refuses whole batches
    private const long MaxBytesKept = 64L * 1024 * 1024;
    private List<DeliveryFailure> _failures = [];
    private long _keptBytes;
    private long _reportedFailures; // those of Failed that librdkafka had accepted

    /// <summary>Records that librdkafka took.</summary>
    internal long Accepted { get; private set; }

    /// <summary>Records that were acknowledged.</summary>
    internal long Delivered { get; private set; }

    /// <summary>Records that were given up.</summary>
    internal long Failed { get; private set; }

    /// <summary>Records that an aborted transaction took back.</summary>
    internal long Aborted { get; private set; }

    /// <summary>Records of which nothing is known yet.</summary>
    internal long Outstanding => Accepted - (Delivered + _reportedFailures + Aborted);

    /// <summary>Failures that no exception has told of.</summary>
    internal long Untold { get; private set; }

    /// <summary>While a transaction is being aborted, the records that this purges are no failures.</summary>
    internal bool IsAborting { get; set; }

    /// <summary>Where the acknowledged ones went.</summary>
    internal OffsetTracking Offsets { get; } = new();

    internal void Accept(int records) => Accepted += records;

    internal void Report(NativeMessage* message)
    {
        if (message->Error == 0)
        {
            Delivered++;
            Offsets.Note(message);
            return;
        }
        var code = (KafkaErrorCode)message->Error;
        if (IsAborting && code is KafkaErrorCode.PurgedFromQueue or KafkaErrorCode.PurgedInFlight)
        {
            Aborted++;
            return;
        }
        _reportedFailures++;
        Fail(Marshal.PtrToStringUTF8((nint)ClientApi.TopicName(message->Topic)) ?? "", message);
    }

    /// <summary>The error is this one record's: it will never be taken, while others may.</summary>
    internal static bool IsRefusal(KafkaErrorCode code) =>
        code is KafkaErrorCode.RecordTooLarge or KafkaErrorCode.UnknownPartition or KafkaErrorCode.UnknownTopic;

    /// <summary>A record that librdkafka did not take, nor ever will.</summary>
    internal void Refuse(string topic, NativeMessage* message) => Fail(topic, message);

    /// <summary>Throws what failed since the last time.</summary>
    internal void ThrowFailures(bool inTransaction)
    {
        if (Untold == 0) return;
        var failure = new KafkaDeliveryException(_failures, Untold, inTransaction);
        Forget();
        throw failure;
    }

    /// <summary>An aborted transaction's failures are over with it.</summary>
    internal void Forget() => (_failures, _keptBytes, Untold) = ([], 0, 0);

    private void Fail(string topic, NativeMessage* message)
    {
        Failed++;
        Untold++;
        if (_failures.Count >= MaxFailuresKept || _keptBytes >= MaxBytesKept) return;
        _failures.Add(FailureOf(topic, message));
        _keptBytes += (long)(message->KeyBytes + message->PayloadBytes);
    }

    /// <summary>A record that failed, with a copy of what it was: librdkafka and the batch soon forget it.</summary>
    internal static DeliveryFailure FailureOf(string topic, NativeMessage* message) =>
        new(topic, message->Partition, message->Opaque, (KafkaErrorCode)message->Error, KafkaErrors.Text(message->Error))
        {
            Key = Copy(message->Key, message->KeyBytes),
            Value = Copy(message->Payload, message->PayloadBytes),
        };

    private static ReadOnlyMemory<byte>? Copy(byte* start, nuint bytes) =>
        start == null ? null : new ReadOnlySpan<byte>(start, (int)bytes).ToArray();
}
