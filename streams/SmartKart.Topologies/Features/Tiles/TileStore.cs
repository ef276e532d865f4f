using System.Buffers;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas;
using SmartKart.Streams.State;

namespace SmartKart.Topologies.Features.Tiles;

/// <summary>
/// The tiles of one view in its task's state store, under two rows a key, so that a commit of a hot key writes its head alone.
/// <code>
/// | key | 0 |  →  | position: as Avro writes a long | head blob |
/// | key | 1 |  →  | closed blob |                                      once there is one
/// </code>
/// A position is how far the task's input was read when the row was written: what was written after another row has a greater one.
/// Used by its task's thread alone.
/// </summary>
internal sealed class TileStore(IKeyValueStore<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> rows)
{
    private const byte Head = 0, Closed = 1;
    private const int PositionBytesMax = 10;

    // No UTF-8 has this byte, and no part of a key is so long that its length begins with it.
    private static readonly ReadOnlyMemory<byte> BehindAll = new byte[] { 0xFF };

    private readonly ArrayBufferWriter<byte> _key = new(256);
    private readonly ArrayBufferWriter<byte> _value = new(1024);

    /// <summary>What a view's store is called; its changelog is named by it.</summary>
    public static string NameOf(ViewPlan view) => $"{view.View.Name}-v{view.View.Version}";

    /// <summary>How a view's store is made.</summary>
    public static IStoreBuilder BuilderOf(ViewPlan view, bool isPersistent) => Stores.KeyValueStoreBuilder(
        isPersistent ? Stores.PersistentKeyValueStore(NameOf(view)) : Stores.InMemoryKeyValueStore(NameOf(view)), MemorySerde.Instance, MemorySerde.Instance);

    /// <summary>Reads a key's tiles in place of what the pair held.</summary>
    /// <returns>The number of the write that they come from; 0 where there is none, and the pair is empty.</returns>
    /// <exception cref="TileBlobException">They are of another definition under the view's name, or damaged.</exception>
    public long Read(ReadOnlySpan<byte> key, TilePair pair)
    {
        if (!rows.TryGet(KeyOf(key, Head), out var head))
        {
            pair.Clear();
            return 0;
        }
        PositionOf(head.Span, out var blob);
        pair.Read(blob, ClosedOf(key, blob));
        return BlobHeader.Read(blob).Sequence;
    }

    /// <summary>Writes a key's head, and its closed part where it changed.</summary>
    public void Write(ReadOnlySpan<byte> key, long position, ReadOnlySpan<byte> head, ReadOnlySpan<byte> closed)
    {
        if (!closed.IsEmpty)
        {
            _value.ResetWrittenCount();
            _value.Write(closed);
            rows.Put(KeyOf(key, Closed), _value.WrittenMemory);
        }
        WriteHead(key, position, head, _key, _value);
        rows.Put(_key.WrittenMemory, _value.WrittenMemory);
    }

    /// <summary>Writes a key's head as a row of the store.</summary>
    public static void WriteHead(ReadOnlySpan<byte> key, long position, ReadOnlySpan<byte> head, ArrayBufferWriter<byte> rowKey, ArrayBufferWriter<byte> row)
    {
        rowKey.ResetWrittenCount();
        rowKey.Write(key);
        rowKey.Write([Head]);
        row.ResetWrittenCount();
        var writer = new AvroWriter(row.GetSpan(PositionBytesMax));
        writer.WriteLong(position);
        row.Advance(writer.Position);
        row.Write(head);
    }

    /// <summary>Looks a key's blobs up, as they are committed or about to be.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> head, out ReadOnlySpan<byte> closed)
    {
        head = closed = default;
        if (!rows.TryGet(KeyOf(key, Head), out var row)) return false;
        PositionOf(row.Span, out head);
        closed = ClosedOf(key, head);
        return true;
    }

    /// <summary>Looks through a stretch of the rows for keys that were written after a position.</summary>
    /// <param name="position">The position.</param>
    /// <param name="from">Where to begin; null for the first row. Becomes where the next stretch begins; null after the last.</param>
    /// <param name="rowsMax">How long the stretch is.</param>
    /// <param name="latest">Is raised to the greatest position of these rows.</param>
    public List<byte[]> KeysAfter(long position, ref byte[]? from, int rowsMax, ref long latest)
    {
        var keys = new List<byte[]>();
        using var stretch = rows.Range(from ?? ReadOnlyMemory<byte>.Empty, BehindAll);
        from = null;
        while (stretch.MoveNext())
        {
            var rowKey = stretch.Current.Key;
            if (rowsMax-- == 0)
            {
                from = rowKey.ToArray();
                return keys;
            }
            if (rowKey.Span[^1] != Head) continue;
            var at = PositionOf(stretch.Current.Value.Span, out _);
            latest = Math.Max(latest, at);
            if (at > position) keys.Add(rowKey.Span[..^1].ToArray());
        }
        return keys;
    }

    private static long PositionOf(ReadOnlySpan<byte> row, out ReadOnlySpan<byte> blob)
    {
        var reader = new AvroReader(row);
        var position = reader.ReadLong();
        blob = row[reader.Position..];
        return position;
    }

    private ReadOnlySpan<byte> ClosedOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> head) =>
        BlobHeader.Read(head).Base > 0 && rows.TryGet(KeyOf(key, Closed), out var closed) ? closed.Span : default;

    private ReadOnlyMemory<byte> KeyOf(ReadOnlySpan<byte> key, byte part)
    {
        _key.ResetWrittenCount();
        _key.Write(key);
        _key.Write([part]);
        return _key.WrittenMemory;
    }
}
