namespace SmartKart.Streams.Tasks;

/// <summary>
/// Records of one partition that wait to be processed, first in, first out: copied once from the client's memory into chunks that are
/// used again. Hot path: per record; nothing is allocated but headers.
/// </summary>
internal sealed class RecordBuffer
{
    private const int ChunkBytes = 128 * 1024;
    private const int MaxSpareChunks = 4;

    private readonly Stack<Chunk> _spare = [];
    private Entry[] _entries = new Entry[64]; // a ring, a power of two long
    private int _first;
    private Chunk _chunk = new(ChunkBytes);

    /// <summary>How many records wait.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes their keys and values take.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>The record that came first.</summary>
    public ref readonly Entry Head => ref _entries[_first];

    /// <summary>Takes one in. A <c>default</c> span is none, an empty one is empty.</summary>
    public void Add(long offset, long timestampMs, ReadOnlySpan<byte> key, bool hasKey, ReadOnlySpan<byte> value, bool hasValue, Headers? headers)
    {
        if (Count == _entries.Length) Grow();
        var bytes = key.Length + value.Length;
        if (_chunk.Bytes.Length - _chunk.Written < bytes) NextChunk(bytes);
        var start = _chunk.Written;
        key.CopyTo(_chunk.Bytes.AsSpan(start));
        value.CopyTo(_chunk.Bytes.AsSpan(start + key.Length));
        _chunk.Written += bytes;
        _chunk.Waiting++;
        _entries[(_first + Count++) & (_entries.Length - 1)] = new Entry(offset, timestampMs, _chunk, start, hasKey ? key.Length : Entry.None, hasValue ? value.Length : Entry.None, headers);
        SizeBytes += bytes;
    }

    /// <summary>Lets go of the record that came first.</summary>
    public void RemoveHead()
    {
        ref var head = ref _entries[_first];
        SizeBytes -= head.SizeBytes;
        var chunk = head.Chunk;
        head = default;
        _first = (_first + 1) & (_entries.Length - 1);
        Count--;
        if (--chunk.Waiting > 0) return;
        chunk.Written = 0;
        if (chunk != _chunk && chunk.Bytes.Length == ChunkBytes && _spare.Count < MaxSpareChunks) _spare.Push(chunk);
    }

    /// <summary>Lets go of all.</summary>
    public void Clear()
    {
        while (Count > 0) RemoveHead();
    }

    private void NextChunk(int bytes) => _chunk = bytes <= ChunkBytes && _spare.TryPop(out var spare) ? spare : new Chunk(Math.Max(ChunkBytes, bytes));

    private void Grow()
    {
        var grown = new Entry[_entries.Length * 2];
        for (var at = 0; at < Count; at++) grown[at] = _entries[(_first + at) & (_entries.Length - 1)];
        (_entries, _first) = (grown, 0);
    }

    /// <summary>Memory for the bytes of several records; free again when none of them waits.</summary>
    internal sealed class Chunk(int bytes)
    {
        public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(bytes);

        public int Written { get; set; }

        public int Waiting { get; set; }
    }

    /// <summary>One record that waits.</summary>
    internal readonly struct Entry(long offset, long timestampMs, Chunk chunk, int start, int keyBytes, int valueBytes, Headers? headers)
    {
        internal const int None = -1;

        public long Offset { get; } = offset;

        public long TimestampMs { get; } = timestampMs;

        public Headers? Headers { get; } = headers;

        public bool HasKey => keyBytes != None;

        public bool HasValue => valueBytes != None;

        public ReadOnlyMemory<byte> Key => chunk.Bytes.AsMemory(start, Math.Max(keyBytes, 0));

        public ReadOnlyMemory<byte> Value => chunk.Bytes.AsMemory(start + Math.Max(keyBytes, 0), Math.Max(valueBytes, 0));

        internal Chunk Chunk => chunk;

        internal int SizeBytes => Math.Max(keyBytes, 0) + Math.Max(valueBytes, 0);
    }
}
