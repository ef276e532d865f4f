using System.Runtime.InteropServices;

namespace SmartKart.Warehouse.Native.DuckDb.Declarations;

/// <summary>
/// Owns one native object. A handle keeps the one it was made from alive (<see cref="KeepAlive"/>), so that the order in which a caller,
/// or the finalizer, lets go of database, connection and result does not matter.
/// </summary>
internal abstract unsafe class DuckDbHandle() : SafeHandle(0, ownsHandle: true)
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
        var native = handle;
        Destroy(&native);
        _origin?.DangerousRelease();
        return true;
    }

    protected abstract void Destroy(nint* native);
}

internal sealed unsafe class ConfigHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => DuckDbApi.DestroyConfig(native);
}

internal sealed unsafe class DatabaseHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => DuckDbApi.Close(native);
}

internal sealed unsafe class ConnectionHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => DuckDbApi.Disconnect(native);
}

internal sealed unsafe class StatementHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => DuckDbApi.DestroyPrepare(native);
}

internal sealed unsafe class InstanceCacheHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => DuckDbApi.DestroyInstanceCache(native);
}

internal sealed unsafe class ExtractedHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => DuckDbApi.DestroyExtracted(native);
}

internal sealed unsafe class ValueHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => ValueApi.Destroy(native);
}

internal sealed unsafe class AppenderHandle : DuckDbHandle
{
    // Its state says whether the last rows could be written: NativeAppender flushes and asks beforehand.
    protected override void Destroy(nint* native) => _ = AppenderApi.Destroy(native);
}

internal sealed unsafe class ErrorHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => AppenderApi.DestroyError(native);
}

internal sealed unsafe class FunctionHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => FunctionApi.Destroy(native);
}

internal sealed unsafe class PendingHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => DuckDbApi.DestroyPending(native);
}

internal sealed unsafe class LogicalTypeHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => TypeApi.Destroy(native);
}

internal sealed unsafe class ChunkHandle : DuckDbHandle
{
    protected override void Destroy(nint* native) => DuckDbApi.DestroyDataChunk(native);
}

/// <summary>A result is a struct that the caller provides; this one's memory is native, so that its address never moves.</summary>
internal sealed unsafe class ResultHandle : DuckDbHandle
{
    public ResultHandle(ConnectionHandle connection)
    {
        SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));
        KeepAlive(connection);
    }

    /// <summary>The next chunk, which keeps this result; an invalid handle at the end and on an error.</summary>
    internal ChunkHandle FetchChunk()
    {
        var chunk = DuckDbApi.FetchChunk(*(NativeResult*)handle);
        if (!chunk.IsInvalid) chunk.KeepAlive(this);
        GC.KeepAlive(this);
        return chunk;
    }

    internal ResultKind Kind()
    {
        var kind = DuckDbApi.ReturnType(*(NativeResult*)handle);
        GC.KeepAlive(this);
        return kind;
    }

    protected override void Destroy(nint* native)
    {
        DuckDbApi.DestroyResult(*native);
        NativeMemory.Free((void*)*native);
    }
}
