using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SmartKart.Warehouse.Native.DuckDb.Appending;

/// <summary>
/// Where a chunk's longer texts lie until it is appended, which copies them. Hot path: per text. Handing each to DuckDB by a call of its own took a tenth of the
/// archive's time (<c>bench archive</c>). The memory goes with this object, so whoever appends the chunk keeps it alive.
/// </summary>
internal sealed unsafe class TextBlocks
{
    /// <summary>The longest text that is taken: longer ones are few, and DuckDB's to keep.</summary>
    internal const int LongestBytes = 4096;

    private const int BlockBytes = 256 << 10;
    private const int BlocksKept = 16;      // for the next chunk

    private readonly List<byte[]> _blocks = [];
    private int _used;          // blocks
    private byte* _next;
    private int _left;          // bytes of the last block

    /// <summary>Copies a text of at most <see cref="LongestBytes"/>.</summary>
    /// <returns>Where it lies until <see cref="Clear"/>.</returns>
    internal byte* Add(ReadOnlySpan<byte> text)
    {
        if (text.Length > _left) TakeBlock();
        var at = _next;
        text.CopyTo(new Span<byte>(at, text.Length));
        _next += text.Length;
        _left -= text.Length;
        return at;
    }

    /// <summary>Forgets them.</summary>
    internal void Clear()
    {
        if (_blocks.Count > BlocksKept) _blocks.RemoveRange(BlocksKept, _blocks.Count - BlocksKept);
        (_used, _left) = (0, 0);
    }

    private void TakeBlock()
    {
        if (_used == _blocks.Count) _blocks.Add(GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true));
        _next = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_blocks[_used++]));
        _left = BlockBytes;
    }
}
