using SmartKart.Scoring.Onnx;

namespace SmartKart.Scoring.Native.OnnxRuntime;

/// <summary>
/// What ONNX Runtime keeps once for a process: its logger, its allocator, and the description of memory of the CPU. Never released, as sessions of other
/// threads may still use it while a process ends.
/// </summary>
internal sealed unsafe class OnnxEnvironment
{
    private static readonly Lock Making = new();        // guards the field below
    private static OnnxEnvironment? _instance;

    private OnnxEnvironment(OnnxRuntimeApi api)
    {
        Api = api;
        nint environment, allocator, memory;
        // What fails comes back as a status, and is told by whoever asked: nothing of it is to be on stderr besides.
        fixed (byte* name = "smartkart"u8)
            Demand(api.CreateEnvironment(OnnxRuntimeApi.LogFatal, name, &environment));
        Demand(api.DefaultAllocator(&allocator));
        Demand(api.CreateCpuMemory(OnnxRuntimeApi.DeviceAllocator, OnnxRuntimeApi.DefaultMemory, &memory));
        (Native, Allocator, CpuMemory) = (environment, allocator, memory);
    }

    public OnnxRuntimeApi Api { get; }

    public nint Native { get; }

    public nint Allocator { get; }

    public nint CpuMemory { get; }

    /// <summary>The process' own.</summary>
    /// <exception cref="OnnxLibraryException">The library isn't there, or can't start.</exception>
    public static OnnxEnvironment Get(string? libraryPath)
    {
        var api = OnnxRuntimeLibrary.Load(libraryPath);
        lock (Making) return _instance ??= new OnnxEnvironment(api);
    }

    /// <summary>Whether the library was built with a provider of that name.</summary>
    public bool HasProvider(string provider)
    {
        byte** names;
        int count;
        Demand(Api.AvailableProviders(&names, &count));
        var found = false;
        for (var i = 0; i < count; i++) found |= OnnxRuntimeApi.Text(names[i]) == provider;
        Demand(Api.ReleaseProviders(names, count));
        return found;
    }

    private void Demand(nint status)
    {
        if (Api.Fault(status) is { } fault)
            throw new OnnxLibraryException($"ONNX Runtime {Api.LibraryVersion} can't start: {fault}. Run ./smartkart, which installs it again.");
    }
}
