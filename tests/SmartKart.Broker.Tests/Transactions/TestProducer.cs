using System.Text;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Transactions;

/// <summary>Batches as idempotent and transactional producers send them.</summary>
internal static class TestProducer
{
    private const short Transactional = 0x10;

    public static byte[] Batch(ProducerIdAndEpoch producer, int sequence, string[] values, bool isTransactional = false)
    {
        var writer = new RecordBatchWriter();
        writer.Begin(new BatchHeader
        {
            ProducerId = producer.Id, ProducerEpoch = producer.Epoch, BaseSequence = sequence, BaseTimestamp = 1_000,
            Attributes = isTransactional ? Transactional : (short)0,
        });
        foreach (var value in values) writer.Append(1_000, "k"u8, Encoding.UTF8.GetBytes(value));
        return writer.Finish().ToArray();
    }

    public static byte[] Batch(long id, short epoch, int sequence, int records = 1, bool isTransactional = false) =>
        Batch(new ProducerIdAndEpoch(id, epoch), sequence, [.. Enumerable.Range(0, records).Select(index => $"v{index}")], isTransactional);

    public static byte[] Marker(long id, short epoch, bool commit) =>
        TransactionMarker.Write(new RecordBatchWriter(), id, epoch, commit, coordinatorEpoch: 0, timestampMs: 1_000).ToArray();
}
