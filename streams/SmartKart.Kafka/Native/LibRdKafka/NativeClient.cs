using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>What librdkafka tells a client on the thread that polls it.</summary>
internal unsafe interface INativeCallbacks
{
    /// <summary>A record was delivered, or not. Hot path: per record.</summary>
    void Delivered(NativeMessage* message);

    /// <summary>The group assigns or revokes partitions; the client answers by assigning or unassigning them.</summary>
    void Rebalanced(KafkaErrorCode code, NativeTopicPartitionList* partitions);

    /// <summary>A commit in the background ended.</summary>
    void Committed(KafkaErrorCode code);
}

/// <summary>
/// One <c>rd_kafka_t</c> with its way back: logs, errors, statistics, and the callbacks of its owner. What a callback throws must not
/// cross native code, so it is kept and thrown by <see cref="ThrowPending"/> once the poll returns.
/// </summary>
internal sealed unsafe class NativeClient : IDisposable
{
    private const int ErrorBytes = 512;
    private readonly INativeCallbacks _callbacks;
    private readonly ClientMetrics _metrics;
    private ExceptionDispatchInfo? _pending;

    private NativeClient(INativeCallbacks callbacks, ILogger logger, ClientType type)
    {
        _callbacks = callbacks;
        _metrics = new ClientMetrics(type);
        Logger = logger;
        Handle = null!; // Open gives it, or throws
    }

    internal ClientHandle Handle { get; private set; }

    internal ILogger Logger { get; }

    /// <summary>librdkafka's name for the client, such as <c>smartkart#producer-1</c>.</summary>
    internal string Name { get; private set; } = "(opening)";

    internal static NativeClient Open(ClientType type, KafkaConfiguration configuration, ILogger logger, INativeCallbacks callbacks)
    {
        LibRdKafkaLibrary.Load(configuration.LibraryPath);
        var client = new NativeClient(callbacks, logger, type);
        using var native = Configure(configuration);
        var target = new WeakGCHandle<NativeClient>(client);
        ClientApi.SetOpaque(native, WeakGCHandle<NativeClient>.ToIntPtr(target));
        ClientApi.OnLog(native, &OnLog);
        ClientApi.OnError(native, &OnError);
        ClientApi.OnStatistics(native, &OnStatistics);
        if (type == ClientType.Producer)
        {
            ClientApi.OnDelivery(native, &OnDelivery);
        }
        else
        {
            ClientApi.OnRebalance(native, &OnRebalance);
            ClientApi.OnCommit(native, &OnCommit);
        }

        var error = stackalloc byte[ErrorBytes];
        var handle = ClientApi.New(type, native.DangerousGetHandle(), error, ErrorBytes);
        if (handle == 0)
        {
            target.Dispose();
            throw new KafkaConfigurationException(null,
                $"librdkafka refuses this configuration of a {type}: {Utf8(error)}. Its settings are listed in librdkafka's CONFIGURATION.md.");
        }
        native.SetHandleAsInvalid(); // the client owns it now
        client.Handle = new ClientHandle(handle, target);
        client.Name = Marshal.PtrToStringUTF8(ClientApi.Name(client.Handle)) ?? "";
        return client;
    }

    /// <summary>Throws what a callback threw during the poll that just returned.</summary>
    internal void ThrowPending()
    {
        if (_pending is null) return;
        var pending = _pending;
        _pending = null;
        pending.Throw();
    }

    /// <summary>Throws the fatal error, once there is one.</summary>
    internal void ThrowIfFatal(string doing)
    {
        var reason = stackalloc byte[ErrorBytes];
        var code = (KafkaErrorCode)ClientApi.FatalError(Handle, reason, ErrorBytes);
        if (code == KafkaErrorCode.None) return;
        var remedy = KafkaErrors.Remedy(code) ?? KafkaErrors.Remedy(KafkaErrorCode.Fatal);
        throw new KafkaFatalException($"{Utf8(reason).TrimEnd('.')} while {doing}. {remedy}", code);
    }

    /// <summary>Throws where a call gave a code other than 0: for a fatal error with its own reason, which the code does not carry.</summary>
    internal void ThrowIfError(int code, string doing)
    {
        if (code == (int)KafkaErrorCode.Fatal) ThrowIfFatal(doing);
        KafkaErrors.ThrowIfError(code, doing);
    }

    public void Dispose() => Handle.Dispose();

    private static ConfigurationHandle Configure(KafkaConfiguration configuration)
    {
        var native = ClientApi.NewConfiguration();
        var error = stackalloc byte[ErrorBytes];
        foreach (var (key, value) in configuration.Settings)
        {
            if (ClientApi.Set(native, key, value, error, ErrorBytes) == 0) continue;
            native.Dispose();
            throw new KafkaConfigurationException(key,
                $"librdkafka refuses the setting {key}: {Utf8(error)}. It is listed, with its range, in librdkafka's CONFIGURATION.md.");
        }
        return native;
    }

    private void Guarded(Action<NativeClient> callback)
    {
        try
        {
            callback(this);
        }
        catch (Exception fault)
        {
            Keep(fault);
        }
    }

    private void Keep(Exception fault) => _pending ??= ExceptionDispatchInfo.Capture(fault);

    private static bool TryFind(nint opaque, out NativeClient client)
    {
        // A client that was collected without Dispose has nobody left to tell.
        if (opaque != 0 && WeakGCHandle<NativeClient>.FromIntPtr(opaque).TryGetTarget(out var found))
        {
            client = found;
            return true;
        }
        client = null!; // as the result says
        return false;
    }

    private static string Utf8(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDelivery(nint handle, NativeMessage* message, nint opaque)
    {
        if (!TryFind(opaque, out var client)) return;
        try
        {
            client._callbacks.Delivered(message);
        }
        catch (Exception fault)
        {
            client.Keep(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRebalance(nint handle, int code, NativeTopicPartitionList* partitions, nint opaque)
    {
        if (!TryFind(opaque, out var client)) return;
        try
        {
            client._callbacks.Rebalanced((KafkaErrorCode)code, partitions);
        }
        catch (Exception fault)
        {
            client.Keep(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCommit(nint handle, int code, NativeTopicPartitionList* offsets, nint opaque)
    {
        if (TryFind(opaque, out var client)) client.Guarded(found => found._callbacks.Committed((KafkaErrorCode)code));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnError(nint handle, int code, byte* reason, nint opaque)
    {
        if (!TryFind(opaque, out var client)) return;
        var text = Utf8(reason);
        client.Guarded(found =>
        {
            if ((KafkaErrorCode)code == KafkaErrorCode.Fatal)
                Log.FatalFault(found.Logger, found.Name, text, (KafkaErrorCode)code);
            else
                Log.TransientFault(found.Logger, found.Name, text, (KafkaErrorCode)code);
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStatistics(nint handle, byte* json, nuint bytes, nint opaque)
    {
        if (!TryFind(opaque, out var client)) return 0;
        try
        {
            client._metrics.Record(client.Name, new ReadOnlySpan<byte>(json, (int)bytes));
        }
        catch (Exception fault)
        {
            client.Keep(fault);
        }
        return 0; // librdkafka frees the text
    }

    // From librdkafka's own threads, and also while the client opens.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint handle, int syslogLevel, byte* facility, byte* line)
    {
        if (!TryFind(ClientApi.Opaque(handle), out var client)) return;
        var (source, text) = (Utf8(facility), Utf8(line));
        var level = syslogLevel switch
        {
            <= 2 => LogLevel.Critical,
            3 => LogLevel.Error,
            4 => LogLevel.Warning,
            5 or 6 => LogLevel.Information,
            _ => LogLevel.Debug,
        };
        client.Guarded(found => Log.LibRdKafkaLine(found.Logger, level, found.Name, source, text));
    }
}
