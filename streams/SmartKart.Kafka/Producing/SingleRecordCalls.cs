using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// Produces a batch record by record, for librdkafka's batch call takes neither timestamps nor headers. The outcome looks as that
/// call's does: each record carries its error. Hot path: per record.
/// </summary>
internal sealed unsafe class SingleRecordCalls(NativeClient client)
{
    private enum Place { Topic, Flags, Partition, Value, Key, Opaque, Timestamp, Headers, Count }

    // Written once and patched per record. Pinned: librdkafka is pointed into it.
    private readonly ProduceArgument[] _arguments = Prepare();

    /// <returns>How many were enqueued, up to the first that failed for a reason not its own.</returns>
    internal int Produce(TopicHandle topic, ProducerBatch batch, NativeMessage* records)
    {
        // The handle is held once for the batch: to hold it per call costs as much as a tenth of the call.
        var held = false;
        client.Handle.DangerousAddRef(ref held);
        try
        {
            _arguments[(int)Place.Topic].Pointer = topic.DangerousGetHandle();
            return Produce(client.Handle.DangerousGetHandle(), batch, records);
        }
        finally
        {
            client.Handle.DangerousRelease();
        }
    }

    private int Produce(nint handle, ProducerBatch batch, NativeMessage* records)
    {
        var taken = 0;
        var timestamps = batch.Timestamps;
        var nextHeader = FirstHeaderFrom(batch, batch.Sent);
        for (var at = batch.Sent; at < batch.Count; at++)
        {
            var headers = TakeHeaders(batch, at, ref nextHeader);
            var error = Produce(handle, records + at, timestamps[at], headers);
            if (error == 0)
            {
                records[at].Error = 0;
                taken++;
                continue;
            }
            var code = (KafkaErrorCode)ClientApi.ErrorCode(error);
            records[at].Error = (int)code;
            ClientApi.DestroyError(error);
            if (headers != 0) ClientApi.DestroyHeaders(headers); // librdkafka takes them over only with the record
            if (!DeliveryReports.IsRefusal(code)) break;
        }
        return taken;
    }

    private nint Produce(nint handle, NativeMessage* record, long timestampMs, nint headers)
    {
        fixed (ProduceArgument* arguments = _arguments)
        {
            arguments[(int)Place.Partition].Int32 = record->Partition;
            arguments[(int)Place.Value].Pointer = (nint)record->Payload;
            arguments[(int)Place.Value].Bytes = record->PayloadBytes;
            arguments[(int)Place.Key].Pointer = (nint)record->Key;
            arguments[(int)Place.Key].Bytes = record->KeyBytes;
            arguments[(int)Place.Opaque].Pointer = record->Opaque;
            arguments[(int)Place.Timestamp].Int64 = timestampMs; // 0: the moment of sending
            arguments[(int)Place.Headers].Pointer = headers;
            return ProducerApi.Produce(handle, arguments, (nuint)(headers == 0 ? Place.Headers : Place.Count));
        }
    }

    private static ProduceArgument[] Prepare()
    {
        var arguments = GC.AllocateArray<ProduceArgument>((int)Place.Count, pinned: true);
        arguments[(int)Place.Topic].Kind = ProduceArgumentKind.Topic;
        arguments[(int)Place.Flags].Kind = ProduceArgumentKind.Flags;
        arguments[(int)Place.Flags].Int32 = (int)ProduceFlags.Copy;
        arguments[(int)Place.Partition].Kind = ProduceArgumentKind.Partition;
        arguments[(int)Place.Value].Kind = ProduceArgumentKind.Value;
        arguments[(int)Place.Key].Kind = ProduceArgumentKind.Key;
        arguments[(int)Place.Opaque].Kind = ProduceArgumentKind.Opaque;
        arguments[(int)Place.Timestamp].Kind = ProduceArgumentKind.Timestamp;
        arguments[(int)Place.Headers].Kind = ProduceArgumentKind.Headers; // the last, for most records have none
        return arguments;
    }

    private static int FirstHeaderFrom(ProducerBatch batch, int record)
    {
        var at = 0;
        while (at < batch.Headers.Count && batch.Headers[at].Record < record) at++;
        return at;
    }

    private static nint TakeHeaders(ProducerBatch batch, int record, ref int next)
    {
        nint headers = 0;
        for (; next < batch.Headers.Count && batch.Headers[next].Record == record; next++)
        {
            if (headers == 0) headers = ClientApi.NewHeaders(4);
            var header = batch.Headers[next];
            var value = header.Value == BatchHeader.Null ? null : batch.Start + header.Value;
            _ = ClientApi.AddHeader(headers, batch.Start + header.Name, header.NameBytes, value, header.ValueBytes); // fails only for read-only lists
        }
        return headers;
    }
}
