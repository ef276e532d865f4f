using System.Buffers;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Parity;

/// <summary>One key's tiles as a topology keeps them, in one blob or, of a hot key, in two; and the blobs that it wrote last.</summary>
internal sealed class StreamedKey(ViewPlan view, Scalar[] keys, bool isHot)
{
    private readonly TilePair? _pair = isHot ? new TilePair(view.Tiles) : null;
    private readonly TileState _state = view.Tiles.NewState();
    private byte[] _head = [];
    private byte[] _closed = [];

    public IReadOnlyList<Scalar> Keys => keys;

    public void Add(long ts, Scalar[] inputs) => _ = _pair?.Add(ts, inputs) ?? _state.Add(ts, inputs);

    /// <summary>Writes what has changed.</summary>
    public ValueTask CommitAsync(OnlineWriter writer, long streamTime, long sequence)
    {
        var (head, closed) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        if (_pair is null)
        {
            _state.Evict(streamTime);
            _state.Write(head, sequence);
        }
        else
        {
            _pair.Evict(streamTime);
            if (_pair.Write(sequence, head, closed)) _closed = closed.WrittenSpan.ToArray();
        }
        _head = head.WrittenSpan.ToArray();
        return writer.WriteAsync(view, keys, _head, closed.WrittenSpan, TestContext.Current.CancellationToken);
    }

    /// <summary>Forgets the tiles and reads them from what was written, as a worker does that takes over.</summary>
    public void Restart()
    {
        if (_pair is null) _state.Read(_head);
        else _pair.Read(_head, _closed);
    }
}
