using System.Runtime.InteropServices;

namespace SmartKart.Streams.Native.RocksDb;

/// <summary>
/// Owns one native object. An iterator keeps its database open (<see cref="KeepAlive"/>), and so does every call under way: whoever
/// closes a store need not wait for those who read it.
/// </summary>
internal abstract class RocksDbHandle() : SafeHandle(0, ownsHandle: true)
{
    private SafeHandle? _origin;

    public sealed override bool IsInvalid => handle == 0;

    internal void KeepAlive(SafeHandle origin)
    {
        var added = false;
        origin.DangerousAddRef(ref added);
        _origin = origin;
    }

    protected sealed override bool ReleaseHandle()
    {
        Destroy(handle);
        _origin?.DangerousRelease();
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
    protected override void Destroy(nint native) => RocksDbApi.DestroyIterator(native);
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

internal sealed class ReadOptionsHandle : RocksDbHandle
{
    protected override void Destroy(nint native) => RocksDbOptionsApi.DestroyReadOptions(native);
}

internal sealed class WriteOptionsHandle : RocksDbHandle
{
    protected override void Destroy(nint native) => RocksDbOptionsApi.DestroyWriteOptions(native);
}

internal sealed class FlushOptionsHandle : RocksDbHandle
{
    protected override void Destroy(nint native) => RocksDbOptionsApi.DestroyFlushOptions(native);
}
