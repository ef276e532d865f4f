using System.Buffers;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.Kafka;
using SmartKart.Topologies.Features.Rows;
using SmartKart.Topologies.Features.Tiles;

namespace SmartKart.Topologies.Features.Handover;

/// <summary>Writes tiles that were computed from history into the changelog of a view's store, as the stream would have. Thread safe.</summary>
/// <param name="group">The view's.</param>
/// <param name="topic">The changelog.</param>
/// <param name="partitions">How many partitions it has.</param>
/// <param name="sequence">The number of the writes.</param>
/// <param name="producer">What sends them; several changelogs share it.</param>
internal sealed class TileChangelog(FeatureGroup group, string topic, int partitions, long sequence, BatchProducer producer)
{
    private const int BatchBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly ProducerBatch _batch = new(topic);
    private readonly ArrayBufferWriter<byte> _blob = new(1024);
    private readonly ArrayBufferWriter<byte> _row = new(1024);
    private readonly ArrayBufferWriter<byte> _rowKey = new(256);

    /// <summary>Writes the tiles of a key.</summary>
    public void Write(ReadOnlySpan<Scalar> keys, TileState tiles)
    {
        var key = EntityKey.Of(group, keys);
        lock (_gate)
        {
            _blob.ResetWrittenCount();
            tiles.Write(_blob, sequence);
            TileStore.WriteHead(key, position: 0, _blob.WrittenSpan, _rowKey, _row);
            _batch.Add(_rowKey.WrittenSpan, _row.WrittenSpan, Murmur2.PartitionOf(key, partitions));
            if (_batch.SizeBytes > BatchBytes) producer.Send(_batch);
        }
    }

    /// <summary>Sends what was written.</summary>
    public void Send()
    {
        lock (_gate) producer.Send(_batch);
    }
}
