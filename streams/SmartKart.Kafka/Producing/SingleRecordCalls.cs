using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// Produces a batch record by record, for librdkafka's batch call takes neither timestamps nor headers. The outcome looks as that
/// call's does: each record carries its error. Hot path: per record.
/// </summary>
internal sealed unsafe class SingleRecordCalls(NativeClient client)
{
    private const int MaxArguments = 8;

    /// <returns>How many were enqueued, up to the first that failed for a reason not its own.</returns>
    internal int Produce(TopicHandle topic, ProducerBatch batch, NativeMessage* records)
    {
        var taken = 0;
        var nextHeader = FirstHeaderFrom(batch, batch.Sent);
        for (var at = batch.Sent; at < batch.Count; at++)
        {
            var headers = TakeHeaders(batch, at, ref nextHeader);
            var error = Produce(topic, records + at, batch.Timestamps[at], headers);
            var code = error == 0 ? KafkaErrorCode.None : (KafkaErrorCode)ClientApi.ErrorCode(error);
            records[at].Error = (int)code;
            if (code == KafkaErrorCode.None)
            {
                taken++;
                continue;
            }
            ClientApi.DestroyError(error);
            if (headers != 0) ClientApi.DestroyHeaders(headers); // librdkafka takes them over only with the record
            if (!DeliveryReports.IsRefusal(code)) break;
        }
        return taken;
    }

    private nint Produce(TopicHandle topic, NativeMessage* record, long timestampMs, nint headers)
    {
        var arguments = stackalloc ProduceArgument[MaxArguments];
        var count = 0;
        arguments[count++] = new ProduceArgument { Kind = ProduceArgumentKind.Topic, Pointer = topic.DangerousGetHandle() };
        arguments[count++] = new ProduceArgument { Kind = ProduceArgumentKind.Partition, Int32 = record->Partition };
        arguments[count++] = new ProduceArgument { Kind = ProduceArgumentKind.Value, Pointer = (nint)record->Payload, Bytes = record->PayloadBytes };
        arguments[count++] = new ProduceArgument { Kind = ProduceArgumentKind.Key, Pointer = (nint)record->Key, Bytes = record->KeyBytes };
        arguments[count++] = new ProduceArgument { Kind = ProduceArgumentKind.Opaque, Pointer = record->Opaque };
        arguments[count++] = new ProduceArgument { Kind = ProduceArgumentKind.Flags, Int32 = (int)ProduceFlags.Copy };
        if (timestampMs != 0) arguments[count++] = new ProduceArgument { Kind = ProduceArgumentKind.Timestamp, Int64 = timestampMs };
        if (headers != 0) arguments[count++] = new ProduceArgument { Kind = ProduceArgumentKind.Headers, Pointer = headers };
        return ProducerApi.Produce(client.Handle, arguments, (nuint)count);
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
