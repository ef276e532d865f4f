using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace SmartKart.Scoring.Artifacts;

/// <summary>A part of a mapped file as memory of a type. It is valid until the file is closed.</summary>
internal sealed unsafe class MappedMemory<T>(MappedFile file, long offset, int length) : MemoryManager<T> where T : unmanaged
{
    public override Span<T> GetSpan() => new(file.Start + offset, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((T*)(file.Start + offset) + elementIndex);

    public override void Unpin() { }

    protected override void Dispose(bool disposing) { }
}

/// <summary>A file, mapped to be read.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    public MappedFile(string path)
    {
        Length = new FileInfo(path).Length;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public long Length { get; }

    public byte* Start => _start != null ? _start : throw new ObjectDisposedException(nameof(MappedFile));

    public void Dispose()
    {
        if (_start == null) return;
        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
