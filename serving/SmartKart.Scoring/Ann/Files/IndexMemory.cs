using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SmartKart.Scoring.Ann.Files;

/// <summary>
/// The bytes of an index: built in memory, or a file's, mapped. Whoever reads them holds them (<see cref="SafeBuffer.AcquirePointer"/>), so
/// that they stay until the last search has ended, even where the index is disposed of meanwhile.
/// </summary>
internal sealed unsafe class IndexMemory : IDisposable
{
    private readonly SafeBuffer _buffer;
    private readonly IDisposable _owner;

    private IndexMemory(SafeBuffer buffer, IDisposable owner, long bytes)
    {
        (_buffer, _owner, Bytes) = (buffer, owner, bytes);
        byte* start = null;
        buffer.AcquirePointer(ref start);
        Start = start;
        buffer.ReleasePointer();
    }

    /// <summary>The first byte. To be read only between <see cref="Hold"/> and <see cref="Release"/>.</summary>
    public byte* Start { get; }

    public long Bytes { get; }

    /// <summary>Zeros, beginning at a page.</summary>
    /// <exception cref="OutOfMemoryException">There is not that much.</exception>
    public static IndexMemory Allocate(long bytes)
    {
        var buffer = new PageAlignedBuffer(bytes);
        return new IndexMemory(buffer, buffer, bytes);
    }

    /// <summary>A file's bytes, not copied. The file may be replaced meanwhile, but not changed in place.</summary>
    public static IndexMemory Map(FileStream file)
    {
        var bytes = file.Length;
        using var mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        var view = mapping.CreateViewAccessor(0, bytes, MemoryMappedFileAccess.Read);
        return new IndexMemory(view.SafeMemoryMappedViewHandle, view, bytes);
    }

    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Hold()
    {
        byte* start = null;
        _buffer.AcquirePointer(ref start);
    }

    public void Release() => _buffer.ReleasePointer();

    public void Dispose() => _owner.Dispose();

    /// <summary>Writes the header of a finished index, with the checksum.</summary>
    public void Seal(in HnswHeader header)
    {
        var start = new Span<byte>(Start, HnswHeader.Bytes);
        header.Write(start);
        BinaryPrimitives.WriteUInt32LittleEndian(start[HnswHeader.ChecksumAt..], Checksum());
    }

    /// <summary>The CRC-32C of an index's bytes but the four that hold it.</summary>
    public uint Checksum()
    {
        var checksum = Continue(~0u, Start, HnswHeader.ChecksumAt);
        return ~Continue(checksum, Start + HnswHeader.Bytes, Bytes - HnswHeader.Bytes);
    }

    private static uint Continue(uint checksum, byte* at, long bytes)
    {
        var end = at + bytes;
        for (; end - at >= sizeof(ulong); at += sizeof(ulong)) checksum = BitOperations.Crc32C(checksum, *(ulong*)at);
        for (; at < end; at++) checksum = BitOperations.Crc32C(checksum, *at);
        return checksum;
    }

    private sealed class PageAlignedBuffer : SafeBuffer
    {
        private const int PageBytes = 4096;

        public PageAlignedBuffer(long bytes) : base(ownsHandle: true)
        {
            SetHandle((nint)NativeMemory.AlignedAlloc((nuint)bytes, PageBytes));
            NativeMemory.Clear((void*)handle, (nuint)bytes);
            Initialize((ulong)bytes);
        }

        protected override bool ReleaseHandle()
        {
            NativeMemory.AlignedFree((void*)handle);
            return true;
        }
    }
}
