using System.Runtime.InteropServices;

namespace SmartKart.Scoring.Native.OnnxRuntime;

/// <summary>Owns one native object of ONNX Runtime's.</summary>
internal abstract class OnnxHandle : SafeHandle
{
    protected OnnxHandle(OnnxRuntimeApi api, nint native) : base(0, ownsHandle: true)
    {
        Api = api;
        SetHandle(native);
    }

    public sealed override bool IsInvalid => handle == 0;

    protected OnnxRuntimeApi Api { get; }
}

/// <summary>How a session is to be made.</summary>
internal sealed class SessionOptionsHandle(OnnxRuntimeApi api, nint native) : OnnxHandle(api, native)
{
    protected override bool ReleaseHandle()
    {
        Api.ReleaseSessionOptions(handle);
        return true;
    }
}

/// <summary>A model that is loaded. Tensors on their way through it keep it.</summary>
internal sealed class SessionHandle(OnnxRuntimeApi api, nint native) : OnnxHandle(api, native)
{
    protected override bool ReleaseHandle()
    {
        Api.ReleaseSession(handle);
        return true;
    }
}

/// <summary>Memory of this process, as a tensor of some shape sees it.</summary>
internal sealed unsafe class TensorHandle : OnnxHandle
{
    private readonly void* _memory;

    /// <param name="api">The library.</param>
    /// <param name="memory">Zeros, which the handle owns from now on.</param>
    /// <param name="bytes">How many.</param>
    public TensorHandle(OnnxRuntimeApi api, void* memory, nuint bytes) : base(api, (nint)memory)
    {
        _memory = memory;
        Bytes = bytes;
    }

    /// <summary>How many bytes.</summary>
    public nuint Bytes { get; }

    /// <summary>ONNX Runtime's view of the memory, or 0; released with it.</summary>
    public nint Value { get; set; }

    /// <summary>The first byte.</summary>
    internal void* Memory => !IsClosed ? _memory : throw new ObjectDisposedException(nameof(TensorHandle));

    /// <summary>The memory as values.</summary>
    public Span<T> Values<T>() where T : unmanaged => new(Memory, (int)(Bytes / (nuint)sizeof(T)));

    protected override bool ReleaseHandle()
    {
        Api.ReleaseValue(Value);
        NativeMemory.AlignedFree(_memory);
        return true;
    }
}
