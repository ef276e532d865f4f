using System.Numerics;
using System.Runtime.InteropServices;

namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// Memory for many small blocks of bytes: cut from chunks of 64 KB, freed blocks kept for the next of their size. Blocks are whole units
/// of 16 bytes; beyond 1 KB sizes are rounded up to four steps per doubling, so that what one value leaves another fits, and beyond
/// 64 KB a block has a chunk of its own, which the collector takes back. An address is the chunk's number × 4,096 + the unit in it.
/// One thread at a time.
/// </summary>
internal sealed class ByteArena
{
    internal const int UnitBytes = 16;
    private const int UnitsPerChunk = 4096;
    private const int ChunkShift = 12;
    private const int ChunkBytes = UnitsPerChunk * UnitBytes;
    private const int FirstChunkBytes = 2048; // most maps are small: the first chunk grows to its size by doubling
    private const int ExactUnits = 64;        // up to here each count of units has a list of its own
    private const int SizeClasses = ExactUnits + 1 + 4 * 6; // 64 units to 4,096 are six doublings of four steps

    private readonly int[] _freed = new int[SizeClasses]; // per class the address + 1 of the last block freed, which holds the next
    private readonly Stack<byte[]> _spare = [];           // whole chunks that Clear took back
    private readonly Stack<int> _emptyChunks = [];        // numbers of chunks that held one large block, now freed
    private byte[]?[] _chunks = new byte[4][];
    private int _chunkCount;
    private int _chunk = -1; // the one that blocks are cut from
    private int _nextUnit;

    /// <summary>Bytes in use, roundings included.</summary>
    public long UsedBytes { get; private set; }

    /// <summary>Whether a block of the one size has room for the other and wastes nothing.</summary>
    public static bool SameBlock(int bytes, int otherBytes) => BlockUnits(bytes) == BlockUnits(otherBytes);

    /// <summary>Cuts a block.</summary>
    /// <returns>Its address.</returns>
    public int Allocate(int bytes)
    {
        var units = BlockUnits(bytes);
        UsedBytes += (long)units * UnitBytes;
        if (units > UnitsPerChunk) return AddChunk(new byte[(long)units * UnitBytes]) << ChunkShift;
        ref var freed = ref _freed[SizeClass(units)];
        if (freed != 0)
        {
            var address = freed - 1;
            freed = MemoryMarshal.Read<int>(Span(address, sizeof(int)));
            return address;
        }
        return Cut(units);
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="bytes">The size it was asked for with.</param>
    public void Free(int address, int bytes)
    {
        var units = BlockUnits(bytes);
        UsedBytes -= (long)units * UnitBytes;
        if (units <= UnitsPerChunk)
        {
            AddFreed(address, units);
            return;
        }
        _chunks[address >> ChunkShift] = null;
        _emptyChunks.Push(address >> ChunkShift);
    }

    /// <summary>The first bytes of a block.</summary>
    public Span<byte> Span(int address, int bytes) =>
        _chunks[address >> ChunkShift].AsSpan((address & (UnitsPerChunk - 1)) * UnitBytes, bytes);

    /// <summary>Frees everything, and keeps the memory for what comes next.</summary>
    public void Clear()
    {
        for (var i = 0; i < _chunkCount; i++)
        {
            if (_chunks[i] is { Length: ChunkBytes } whole) _spare.Push(whole);
            else if (i == 0 && _chunks[0] is { } first) _spare.Push(first); // a small map's only one
            _chunks[i] = null;
        }
        Array.Clear(_freed);
        _emptyChunks.Clear();
        (_chunkCount, _chunk, _nextUnit, UsedBytes) = (0, -1, 0, 0);
    }

    private int Cut(int units)
    {
        if (_chunk < 0 || _nextUnit + units > UnitsPerChunk)
        {
            if (_chunk >= 0) FreeRest();
            _chunk = AddChunk(_spare.TryPop(out var spare) ? spare : new byte[_chunkCount == 0 ? FirstChunkBytes : ChunkBytes]);
            _nextUnit = 0;
        }
        var address = (_chunk << ChunkShift) + _nextUnit;
        _nextUnit += units;
        ref var chunk = ref _chunks[_chunk]!;
        if (chunk.Length < _nextUnit * UnitBytes) Array.Resize(ref chunk, (int)BitOperations.RoundUpToPowerOf2((uint)(_nextUnit * UnitBytes)));
        return address;
    }

    // What is left of a chunk becomes blocks too, unless it is too small to be worth a list's entry.
    private void FreeRest()
    {
        var rest = UnitsPerChunk - _nextUnit;
        var chunk = _chunks[_chunk]!;
        if (rest is > 0 and <= ExactUnits && chunk.Length == ChunkBytes) AddFreed((_chunk << ChunkShift) + _nextUnit, rest);
    }

    private void AddFreed(int address, int units)
    {
        ref var freed = ref _freed[SizeClass(units)];
        MemoryMarshal.Write(Span(address, sizeof(int)), freed);
        freed = address + 1;
    }

    private int AddChunk(byte[] chunk)
    {
        if (_emptyChunks.TryPop(out var number))
        {
            _chunks[number] = chunk;
            return number;
        }
        if (_chunkCount == 1 << (31 - ChunkShift))
            throw new InsufficientMemoryException(
                "A map of a state store in memory holds 32 GB, which is the most it can. Use a persistent store, or more partitions.");
        if (_chunkCount == _chunks.Length) Array.Resize(ref _chunks, _chunkCount * 2);
        _chunks[_chunkCount] = chunk;
        return _chunkCount++;
    }

    private static int BlockUnits(int bytes)
    {
        var units = Math.Max(1, (int)(((uint)bytes + UnitBytes - 1) / UnitBytes));
        if (units <= ExactUnits) return units;
        var step = 1 << (BitOperations.Log2((uint)(units - 1)) - 2); // a quarter of the power of two below
        return (units + step - 1) & -step;
    }

    private static int SizeClass(int units)
    {
        if (units <= ExactUnits) return units;
        var power = BitOperations.Log2((uint)(units - 1));
        return ExactUnits + (power - 6) * 4 + (units - (1 << power)) / (1 << (power - 2));
    }
}
