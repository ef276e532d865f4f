using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// The way of every administrative call: put to librdkafka with a queue of its own, awaited without a thread, and read once its answer
/// is there. Safe to share between threads.
/// </summary>
internal sealed class AdminClient : IDisposable
{
    // librdkafka's own bound of a request's time (rd_kafka_AdminOptions_set_request_timeout).
    internal static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    private readonly NativeClient _client;
    private readonly string _where;
    private readonly Lock _polling = new(); // guards what callbacks leave behind in _client

    internal AdminClient(KafkaConfiguration configuration, TimeSpan timeout, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, LongestTimeout);
        Timeout = timeout;
        _where = configuration.Settings.TryGetValue("bootstrap.servers", out var servers) ? $" at {servers}" : "";
        // Nothing is produced, so its statistics say nothing.
        _client = NativeClient.Open(ClientType.Producer, configuration.With("statistics.interval.ms", "0"), logger, new NothingProduced());
    }

    internal TimeSpan Timeout { get; }

    internal int TimeoutMs => (int)Timeout.TotalMilliseconds;

    internal ClientHandle Handle => _client.Handle;

    public void Dispose() => _client.Dispose();

    /// <summary>What an error says was being done.</summary>
    internal string Doing(string what) => what + _where;

    /// <summary>Makes one call.</summary>
    /// <param name="operation">Which.</param>
    /// <param name="doing">What an error says was being done.</param>
    /// <param name="ask">Puts the call to librdkafka.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="cancellation">Stops waiting; what was asked for may still happen.</param>
    /// <exception cref="KafkaException">The whole call failed: no broker answered, or it refused.</exception>
    internal async Task<T> CallAsync<T>(
        AdminOperation operation, string doing, Action<ClientHandle, AdminOptionsHandle, QueueHandle> ask, Func<EventHandle, T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ServeCallbacks();
        using var options = AdminApi.NewOptions(Handle, operation);
        SetTimeouts(options, operation);
        using var queue = AdminApi.NewQueue(Handle);
        queue.KeepAlive(Handle);
        using var answered = new AnswerSignal(queue);
        ask(Handle, options, queue);
        await answered.Task.WaitAsync(cancellation);
        using var answer = AdminApi.Poll(queue, timeoutMs: 0);
        if (answer.IsInvalid) throw new UnreachableException($"librdkafka said that {operation} was answered, and had no answer.");
        var code = AdminApi.EventError(answer);
        if (code == 0) return read(answer);
        throw KafkaErrors.Exception((KafkaErrorCode)code, Marshal.PtrToStringUTF8(AdminApi.EventErrorText(answer)) ?? KafkaErrors.Text(code), Doing(doing));
    }

    /// <summary>The exception for one of several things, or null where its code is 0.</summary>
    internal KafkaException? Error(int code, nint reason, string doing) =>
        code == 0 ? null : KafkaErrors.Exception((KafkaErrorCode)code, Marshal.PtrToStringUTF8(reason) ?? KafkaErrors.Text(code), Doing(doing));

    /// <summary>The exception for one of several things, by an error object that belongs to the answer; null where it says that all is well.</summary>
    internal KafkaException? Error(nint error, string doing) =>
        error == 0 || ClientApi.ErrorCode(error) == 0 ? null : KafkaErrors.Read(error, Doing(doing));

    /// <summary>Errors and logs wait until they are asked for; nobody else asks.</summary>
    private void ServeCallbacks()
    {
        lock (_polling)
        {
            _ = ClientApi.Poll(Handle, timeoutMs: 0);
            _client.ThrowPending();
        }
    }

    private unsafe void SetTimeouts(AdminOptionsHandle options, AdminOperation operation)
    {
        const int ErrorBytes = 512;
        var error = stackalloc byte[ErrorBytes];
        KafkaErrors.ThrowIfError(AdminApi.SetRequestTimeout(options, TimeoutMs, error, ErrorBytes), $"setting the timeout of {operation}");
        // How long the broker itself may take to finish; the others are done when they are answered.
        if (operation is AdminOperation.CreateTopics or AdminOperation.DeleteTopics or AdminOperation.CreatePartitions or AdminOperation.DeleteRecords)
            KafkaErrors.ThrowIfError(AdminApi.SetOperationTimeout(options, TimeoutMs, error, ErrorBytes), $"setting the timeout of {operation}");
    }

    private sealed unsafe class NothingProduced : INativeCallbacks
    {
        public void Delivered(NativeMessage* message) => throw new UnreachableException("An administrator produces nothing.");

        public void Rebalanced(KafkaErrorCode code, NativeTopicPartitionList* partitions) => throw new UnreachableException("An administrator has no group.");

        public void Committed(KafkaErrorCode code) => throw new UnreachableException("An administrator has no group.");
    }
}
