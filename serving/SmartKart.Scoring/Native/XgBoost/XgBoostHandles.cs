using System.Runtime.InteropServices;

namespace SmartKart.Scoring.Native.XgBoost;

/// <summary>Owns one object of the library.</summary>
internal abstract class XgBoostHandle() : SafeHandle(0, ownsHandle: true)
{
    public sealed override bool IsInvalid => handle == 0;

    protected sealed override bool ReleaseHandle() => Free(handle) == 0;

    protected abstract int Free(nint native);
}

internal sealed class MatrixHandle : XgBoostHandle
{
    protected override int Free(nint native) => XgBoostApi.FreeMatrix(native);
}

internal sealed class BoosterHandle : XgBoostHandle
{
    protected override int Free(nint native) => XgBoostApi.FreeBooster(native);
}
