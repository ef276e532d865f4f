using System.Runtime.InteropServices;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>
/// Owns one native object. A handle keeps the client that it was made from alive (<see cref="KeepAlive"/>), so that the order in which
/// a caller, or the finalizer, lets go of client, topic and queue does not matter.
/// </summary>
internal abstract class LibRdKafkaHandle() : SafeHandle(0, ownsHandle: true)
{
    private SafeHandle? _origin;

    public sealed override bool IsInvalid => handle == 0;

    internal void KeepAlive(SafeHandle origin)
    {
        var added = false;
        origin.DangerousAddRef(ref added);
        _origin = origin;
    }

    protected sealed override bool ReleaseHandle()
    {
        Destroy(handle);
        _origin?.DangerousRelease();
        return true;
    }

    protected abstract void Destroy(nint native);
}

internal sealed class ConfigurationHandle : LibRdKafkaHandle
{
    protected override void Destroy(nint native) => ClientApi.DestroyConfiguration(native);
}

internal sealed class TopicHandle : LibRdKafkaHandle
{
    protected override void Destroy(nint native) => ProducerApi.DestroyTopic(native);
}

internal sealed class QueueHandle : LibRdKafkaHandle
{
    protected override void Destroy(nint native) => ConsumerApi.DestroyQueue(native);
}

internal sealed class GroupMetadataHandle : LibRdKafkaHandle
{
    protected override void Destroy(nint native) => ConsumerApi.DestroyGroupMetadata(native);
}

internal sealed class AdminOptionsHandle : LibRdKafkaHandle
{
    protected override void Destroy(nint native) => AdminApi.DestroyOptions(native);
}

/// <summary>The answer to an administrative call; what is read of it lives as long as it does.</summary>
internal sealed class EventHandle : LibRdKafkaHandle
{
    protected override void Destroy(nint native) => AdminApi.DestroyEvent(native);
}

/// <summary>
/// A client. Its release stops librdkafka's threads and waits for them; only then does the reference go by which its callbacks find
/// their way back.
/// </summary>
internal sealed class ClientHandle : LibRdKafkaHandle
{
    // RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE: leaving the group, with its callbacks, is BatchConsumer's business and not the finalizer's.
    private const int WithoutLeavingTheGroup = 0x8;
    private readonly WeakGCHandle<NativeClient> _callbackTarget;

    internal ClientHandle(nint client, WeakGCHandle<NativeClient> callbackTarget)
    {
        _callbackTarget = callbackTarget;
        SetHandle(client);
    }

    protected override void Destroy(nint native)
    {
        ClientApi.Destroy(native, WithoutLeavingTheGroup);
        _callbackTarget.Dispose();
    }
}
