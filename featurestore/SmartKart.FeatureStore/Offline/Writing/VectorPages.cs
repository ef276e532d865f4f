using Microsoft.Win32.SafeHandles;

namespace SmartKart.FeatureStore.Offline.Writing;

/// <summary>Bytes that were written and wait to be read: in memory, or in the file where <paramref name="Bytes"/> is null.</summary>
/// <param name="Bytes">At least as many as <paramref name="Length"/>.</param>
/// <param name="Length">How many count.</param>
/// <param name="Offset">Where they begin in the file.</param>
internal readonly record struct VectorPage(byte[]? Bytes, int Length, long Offset);

/// <summary>Keeps pages in memory up to a limit, and past it in a file, which is made when it is needed. Thread safe.</summary>
/// <param name="path">The file.</param>
/// <param name="memoryBytes">The limit.</param>
internal sealed class VectorPages(string path, long memoryBytes) : IDisposable
{
    private readonly Lock _opening = new();     // guards _file's being made
    private SafeFileHandle? _file;
    private long _inMemory;
    private long _inFile;

    /// <summary>Whether a page went to the file.</summary>
    public bool HasSpilled => _inFile > 0;

    /// <summary>Takes a page.</summary>
    /// <param name="bytes">It: to be used again where the page that is returned doesn't have it.</param>
    /// <param name="length">How much of it counts.</param>
    public VectorPage Put(byte[] bytes, int length)
    {
        if (Interlocked.Add(ref _inMemory, bytes.Length) <= memoryBytes) return new VectorPage(bytes, length, 0);
        Interlocked.Add(ref _inMemory, -bytes.Length);
        var offset = Interlocked.Add(ref _inFile, length) - length;
        RandomAccess.Write(Open(), bytes.AsSpan(0, length), offset);
        return new VectorPage(null, length, offset);
    }

    /// <summary>Reads a page.</summary>
    public byte[] Read(in VectorPage page)
    {
        if (page.Bytes is { } held) return held;
        var bytes = GC.AllocateUninitializedArray<byte>(page.Length);
        for (var read = 0; read < bytes.Length;)
        {
            var some = RandomAccess.Read(Open(), bytes.AsSpan(read), page.Offset + read);
            if (some == 0)
                throw new EndOfStreamException($"{path} ends at {page.Offset + read}, and vectors were written beyond it. Leave the temp folder alone.");
            read += some;
        }
        return bytes;
    }

    public void Dispose() => _file?.Dispose();

    private SafeFileHandle Open()
    {
        lock (_opening) return _file ??= File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
    }
}
