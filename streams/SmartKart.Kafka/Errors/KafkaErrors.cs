using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>Turns librdkafka's codes and error objects into exceptions that say what, where and the remedy.</summary>
internal static class KafkaErrors
{
    /// <summary>Throws where a call gave a code other than 0.</summary>
    /// <param name="code">What the call gave.</param>
    /// <param name="doing">What was tried, as it goes on after "while".</param>
    internal static void ThrowIfError(int code, string doing)
    {
        if (code != 0) throw Exception((KafkaErrorCode)code, Text(code), doing);
    }

    /// <summary>Throws where a call gave an error object, and destroys that.</summary>
    internal static void ThrowIfError(nint error, string doing)
    {
        if (error != 0) throw Take(error, doing);
    }

    /// <summary>The exception for an error object, which is destroyed.</summary>
    internal static KafkaException Take(nint error, string doing)
    {
        var exception = Read(error, doing);
        ClientApi.DestroyError(error);
        return exception;
    }

    /// <summary>The exception for an error object that belongs to something else.</summary>
    internal static KafkaException Read(nint error, string doing)
    {
        var code = (KafkaErrorCode)ClientApi.ErrorCode(error);
        var reason = Marshal.PtrToStringUTF8(ClientApi.ErrorString(error)) ?? Text((int)code);
        var (isFatal, requiresAbort, isRetriable) =
            (ClientApi.ErrorIsFatal(error) != 0, ClientApi.ErrorRequiresAbort(error) != 0, ClientApi.ErrorIsRetriable(error) != 0);
        var message = Message(code, reason, doing);
        return isFatal ? new KafkaFatalException(message, code)
            : requiresAbort ? new KafkaAbortableException(message, code)
            : isRetriable ? new KafkaRetriableException(message, code)
            : new KafkaRequestException(message, code);
    }

    /// <summary>The exception for a code that came with no word on what may be done.</summary>
    internal static KafkaException Exception(KafkaErrorCode code, string reason, string doing)
    {
        var message = Message(code, reason, doing);
        return IsFatal(code) ? new KafkaFatalException(message, code)
            : IsRetriable(code) ? new KafkaRetriableException(message, code)
            : new KafkaRequestException(message, code);
    }

    /// <summary>librdkafka's words for a code.</summary>
    internal static string Text(int code) => Marshal.PtrToStringUTF8(ClientApi.ErrorText(code)) ?? $"error {code}";

    /// <summary>What to do about the common ones; null where the reason says it all.</summary>
    internal static string? Remedy(KafkaErrorCode code) => code switch
    {
        KafkaErrorCode.Transport or KafkaErrorCode.AllBrokersDown or KafkaErrorCode.Resolve =>
            $"Check that the broker runs and that {KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)} names it.",
        KafkaErrorCode.TimedOut or KafkaErrorCode.RequestTimedOut =>
            "The broker may be slow or out of reach: check it, or allow more time.",
        KafkaErrorCode.DeliveryTimedOut =>
            "No broker acknowledged it in time: check the broker and the topic, or raise delivery.timeout.ms.",
        KafkaErrorCode.UnknownTopic or KafkaErrorCode.UnknownTopicOrPartition or KafkaErrorCode.UnknownPartition =>
            "Create the topic with enough partitions first (smartkart topics create), or mend its name.",
        KafkaErrorCode.RecordTooLarge =>
            "Make the record smaller, or raise message.max.bytes here and max.message.bytes on the topic.",
        KafkaErrorCode.Authentication or KafkaErrorCode.SaslAuthentication =>
            $"Check {KafkaOptions.Section}:{nameof(KafkaOptions.SaslUsername)}, its password and its mechanism.",
        KafkaErrorCode.Tls =>
            $"Check {KafkaOptions.Section}:{nameof(KafkaOptions.SslCaLocation)} and that the broker's port speaks TLS.",
        KafkaErrorCode.TopicAuthorization or KafkaErrorCode.GroupAuthorization or KafkaErrorCode.ClusterAuthorization
            or KafkaErrorCode.TransactionalIdAuthorization => "Grant it to the user on the broker.",
        KafkaErrorCode.PolledTooSeldom => "Process less between two polls, or raise max.poll.interval.ms.",
        KafkaErrorCode.Fenced or KafkaErrorCode.ProducerFenced or KafkaErrorCode.InvalidProducerEpoch =>
            "Another producer has this transactional.id; give each its own, or stop this one.",
        KafkaErrorCode.FencedInstance => "Another consumer has this group.instance.id; give each its own, or stop this one.",
        KafkaErrorCode.NoOffsetToStartFrom or KafkaErrorCode.OffsetOutOfRange =>
            "Seek to an offset that the partition has, or set auto.offset.reset to earliest or latest.",
        KafkaErrorCode.UnsupportedVersion or KafkaErrorCode.UnsupportedFeature => "The broker is too old for it.",
        KafkaErrorCode.NonEmptyGroup => "Stop the group's members first.",
        KafkaErrorCode.GroupSubscribed => "Stop the members that read the topic first.",
        KafkaErrorCode.GroupNotFound => "smartkart groups list names those that there are.",
        KafkaErrorCode.TopicExists => "Delete it first, or choose another name.",
        KafkaErrorCode.InvalidTopic => "A name has 1 to 249 of a–z, A–Z, 0–9, '.', '_' and '-'.",
        KafkaErrorCode.InvalidReplicationFactor => "Ask for no more replicas than there are brokers; -1 takes the broker's default.",
        KafkaErrorCode.InvalidPartitions => "Ask for at least 1, and when adding to a topic for more than it has.",
        KafkaErrorCode.Fatal => "Dispose the client and open another.",
        _ => null,
    };

    private static bool IsFatal(KafkaErrorCode code) => code is KafkaErrorCode.Fatal or KafkaErrorCode.Fenced
        or KafkaErrorCode.ProducerFenced or KafkaErrorCode.FencedInstance;

    private static bool IsRetriable(KafkaErrorCode code) => code is KafkaErrorCode.Transport or KafkaErrorCode.AllBrokersDown
        or KafkaErrorCode.TimedOut or KafkaErrorCode.WaitingForCoordinator or KafkaErrorCode.LeaderNotAvailable or KafkaErrorCode.NotLeader
        or KafkaErrorCode.RequestTimedOut or KafkaErrorCode.CoordinatorLoading or KafkaErrorCode.CoordinatorNotAvailable
        or KafkaErrorCode.NotCoordinator or KafkaErrorCode.NotEnoughReplicas or KafkaErrorCode.RebalanceInProgress
        or KafkaErrorCode.ConcurrentTransactions or KafkaErrorCode.UnstableOffsetCommit or KafkaErrorCode.QueueFull;

    private static string Message(KafkaErrorCode code, string reason, string doing)
    {
        var name = Marshal.PtrToStringUTF8(ClientApi.ErrorName((int)code));
        var remedy = Remedy(code);
        return $"{reason.TrimEnd('.')} ({name}) while {doing}.{(remedy is null ? "" : " " + remedy)}";
    }
}
