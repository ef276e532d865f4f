using System.Runtime.InteropServices;

namespace SmartKart.Streams.Native.RocksDb;

/// <summary>
/// Owns one native object. An iterator keeps its database open, and so does every call under way: whoever closes a store need not wait
/// for those who read it.
/// </summary>
internal abstract class RocksDbHandle() : SafeHandle(0, ownsHandle: true)
{
    public sealed override bool IsInvalid => handle == 0;

    protected sealed override bool ReleaseHandle()
    {
        Destroy(handle);
        return true;
    }

    protected abstract void Destroy(nint native);
}

internal sealed class DatabaseHandle : RocksDbHandle
{
    protected override void Destroy(nint native) => RocksDbApi.Close(native);
}

internal sealed class IteratorHandle : RocksDbHandle
{
    private DatabaseHandle? _database;
    private ReadOptionsHandle? _options;

    /// <summary>Keeps what it reads from, and the bounds it reads within, for as long as it lives.</summary>
    internal void Keep(DatabaseHandle database, ReadOptionsHandle options)
    {
        var added = false;
        database.DangerousAddRef(ref added);
        _database = database;
        added = false;
        options.DangerousAddRef(ref added);
        _options = options;
    }

    protected override void Destroy(nint native)
    {
        RocksDbApi.DestroyIterator(native);
        _options?.DangerousRelease();
        _database?.DangerousRelease();
    }
}

internal sealed class BatchHandle : RocksDbHandle
{
    protected override void Destroy(nint native) => RocksDbApi.DestroyBatch(native);
}

internal sealed class OptionsHandle : RocksDbHandle
{
    protected override void Destroy(nint native) => RocksDbOptionsApi.Destroy(native);
}

internal sealed class TableOptionsHandle : RocksDbHandle
{
    protected override void Destroy(nint native) => RocksDbOptionsApi.DestroyTable(native);
}

internal sealed class CacheHandle : RocksDbHandle
{
    protected override void Destroy(nint native) => RocksDbOptionsApi.DestroyCache(native);
}

internal sealed unsafe class ReadOptionsHandle : RocksDbHandle
{
    private byte* _bounds; // RocksDB does not copy them

    /// <summary>Restricts walks to the keys from the first up to, and without, the limit.</summary>
    internal void SetBounds(ReadOnlySpan<byte> first, ReadOnlySpan<byte> limit)
    {
        var length = first.Length + limit.Length;
        _bounds = (byte*)NativeMemory.Alloc((nuint)length);
        var bounds = new Span<byte>(_bounds, length);
        first.CopyTo(bounds);
        limit.CopyTo(bounds[first.Length..]);
        RocksDbOptionsApi.SetLowerBound(this, _bounds, (nuint)first.Length);
        RocksDbOptionsApi.SetUpperBound(this, _bounds + first.Length, (nuint)limit.Length);
    }

    protected override void Destroy(nint native)
    {
        RocksDbOptionsApi.DestroyReadOptions(native);
        NativeMemory.Free(_bounds);
    }
}

internal sealed class WriteOptionsHandle : RocksDbHandle
{
    protected override void Destroy(nint native) => RocksDbOptionsApi.DestroyWriteOptions(native);
}

internal sealed class FlushOptionsHandle : RocksDbHandle
{
    protected override void Destroy(nint native) => RocksDbOptionsApi.DestroyFlushOptions(native);
}
