using System.Runtime.InteropServices;
using SmartKart.Scoring.Onnx;

namespace SmartKart.Scoring.Native.OnnxRuntime;

/// <summary>
/// ONNX Runtime's C API (<c>onnxruntime_c_api.h</c>), as far as it is used. The library exports one function, <c>OrtGetApiBase</c>, which gives a table of
/// functions for a version; the constants below are places in that table, which only ever grows at its end. A status is 0, or an error that the caller
/// releases; <see cref="Fault"/> does.
/// </summary>
internal sealed unsafe class OnnxRuntimeApi
{
    internal const int LogFatal = 4, OptimizeAll = 99, DeviceAllocator = 0, DefaultMemory = 0;

    /// <summary>What is asked for: the table as it was in 1.17. Every later library gives it.</summary>
    private const uint Version = 17;

    private const int
        GetErrorMessagePlace = 2, CreateEnvPlace = 3, CreateSessionPlace = 7, CreateSessionFromArrayPlace = 8, RunPlace = 9, CreateSessionOptionsPlace = 10,
        SetSessionGraphOptimizationLevelPlace = 23, SetIntraOpNumThreadsPlace = 24, SessionGetInputCountPlace = 30, SessionGetOutputCountPlace = 31,
        SessionGetInputTypeInfoPlace = 33, SessionGetOutputTypeInfoPlace = 34, SessionGetInputNamePlace = 36, SessionGetOutputNamePlace = 37,
        CreateTensorWithDataAsOrtValuePlace = 49, CastTypeInfoToTensorInfoPlace = 55, GetTensorElementTypePlace = 60, GetDimensionsCountPlace = 61,
        GetDimensionsPlace = 62, CreateCpuMemoryInfoPlace = 69, AllocatorFreePlace = 76, GetAllocatorWithDefaultOptionsPlace = 78,
        ReleaseStatusPlace = 93, ReleaseMemoryInfoPlace = 94, ReleaseSessionPlace = 95, ReleaseValuePlace = 96, ReleaseTypeInfoPlace = 98,
        ReleaseSessionOptionsPlace = 100, GetAvailableProvidersPlace = 125, ReleaseAvailableProvidersPlace = 126, AddSessionConfigEntryPlace = 130,
        AppendCudaPlace = 204, CreateCudaProviderOptionsPlace = 205, ReleaseCudaProviderOptionsPlace = 208;

    private readonly nint* _table;

    private OnnxRuntimeApi(nint* table, string version)
    {
        _table = table;
        LibraryVersion = version;
    }

    /// <summary>The library's own version.</summary>
    public string LibraryVersion { get; }

    /// <summary>The functions of a loaded library.</summary>
    /// <param name="library">Its handle.</param>
    /// <param name="file">Its file, for errors.</param>
    /// <exception cref="OnnxLibraryException">It is another library, or older than 1.17.</exception>
    public static OnnxRuntimeApi Of(nint library, string file)
    {
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var entry))
            throw new OnnxLibraryException($"{file} is not ONNX Runtime: it lacks OrtGetApiBase. Delete the folder and run ./smartkart, which installs it again.");
        var apiBase = ((delegate* unmanaged<nint*>)entry)();        // two functions: GetApi, GetVersionString
        var version = Text(((delegate* unmanaged<byte*>)apiBase[1])());
        var table = ((delegate* unmanaged<uint, nint*>)apiBase[0])(Version);
        return table != null
            ? new OnnxRuntimeApi(table, version)
            : throw new OnnxLibraryException(
                $"{file} is ONNX Runtime {version}, which lacks version {Version} of its C API. Run ./smartkart, which installs a newer one.");
    }

    /// <summary>Null for success, else the error's text. The status is released.</summary>
    public string? Fault(nint status)
    {
        if (status == 0) return null;
        var message = Text(((delegate* unmanaged<nint, byte*>)_table[GetErrorMessagePlace])(status));
        ((delegate* unmanaged<nint, void>)_table[ReleaseStatusPlace])(status);
        return message.TrimEnd();
    }

    public nint CreateEnvironment(int logLevel, byte* name, nint* environment) =>
        ((delegate* unmanaged<int, byte*, nint*, nint>)_table[CreateEnvPlace])(logLevel, name, environment);

    public nint CreateSession(nint environment, byte* path, nint options, nint* session) =>
        ((delegate* unmanaged<nint, byte*, nint, nint*, nint>)_table[CreateSessionPlace])(environment, path, options, session);

    public nint CreateSession(nint environment, byte* model, nuint bytes, nint options, nint* session) =>
        ((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)_table[CreateSessionFromArrayPlace])(environment, model, bytes, options, session);

    public nint Run(nint session, byte** inputNames, nint* inputs, nuint inputCount, byte** outputNames, nuint outputCount, nint* outputs) =>
        ((delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)_table[RunPlace])(
            session, 0, inputNames, inputs, inputCount, outputNames, outputCount, outputs);

    public nint CreateSessionOptions(nint* options) => ((delegate* unmanaged<nint*, nint>)_table[CreateSessionOptionsPlace])(options);

    public nint SetOptimization(nint options, int level) =>
        ((delegate* unmanaged<nint, int, nint>)_table[SetSessionGraphOptimizationLevelPlace])(options, level);

    public nint SetThreads(nint options, int threads) => ((delegate* unmanaged<nint, int, nint>)_table[SetIntraOpNumThreadsPlace])(options, threads);

    public nint SetConfiguration(nint options, byte* key, byte* value) =>
        ((delegate* unmanaged<nint, byte*, byte*, nint>)_table[AddSessionConfigEntryPlace])(options, key, value);

    public nint CountTensors(nint session, bool outputs, nuint* count) =>
        ((delegate* unmanaged<nint, nuint*, nint>)_table[outputs ? SessionGetOutputCountPlace : SessionGetInputCountPlace])(session, count);

    public nint TensorName(nint session, bool outputs, nuint index, nint allocator, byte** name) =>
        ((delegate* unmanaged<nint, nuint, nint, byte**, nint>)_table[outputs ? SessionGetOutputNamePlace : SessionGetInputNamePlace])(
            session, index, allocator, name);

    public nint TensorType(nint session, bool outputs, nuint index, nint* type) =>
        ((delegate* unmanaged<nint, nuint, nint*, nint>)_table[outputs ? SessionGetOutputTypeInfoPlace : SessionGetInputTypeInfoPlace])(session, index, type);

    /// <summary>Gives null for what is no tensor; what it gives belongs to the type.</summary>
    public nint AsTensor(nint type, nint* tensor) => ((delegate* unmanaged<nint, nint*, nint>)_table[CastTypeInfoToTensorInfoPlace])(type, tensor);

    public nint ElementType(nint tensor, int* element) => ((delegate* unmanaged<nint, int*, nint>)_table[GetTensorElementTypePlace])(tensor, element);

    public nint CountDimensions(nint tensor, nuint* count) => ((delegate* unmanaged<nint, nuint*, nint>)_table[GetDimensionsCountPlace])(tensor, count);

    public nint Dimensions(nint tensor, long* dimensions, nuint count) =>
        ((delegate* unmanaged<nint, long*, nuint, nint>)_table[GetDimensionsPlace])(tensor, dimensions, count);

    public nint CreateCpuMemory(int allocator, int memory, nint* info) =>
        ((delegate* unmanaged<int, int, nint*, nint>)_table[CreateCpuMemoryInfoPlace])(allocator, memory, info);

    public nint CreateTensor(nint memory, void* data, nuint bytes, long* shape, nuint dimensions, int element, nint* value) =>
        ((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)_table[CreateTensorWithDataAsOrtValuePlace])(
            memory, data, bytes, shape, dimensions, element, value);

    /// <summary>Gives the library's own allocator, which nobody releases.</summary>
    public nint DefaultAllocator(nint* allocator) => ((delegate* unmanaged<nint*, nint>)_table[GetAllocatorWithDefaultOptionsPlace])(allocator);

    public nint Free(nint allocator, void* memory) => ((delegate* unmanaged<nint, void*, nint>)_table[AllocatorFreePlace])(allocator, memory);

    public nint AvailableProviders(byte*** names, int* count) => ((delegate* unmanaged<byte***, int*, nint>)_table[GetAvailableProvidersPlace])(names, count);

    public nint ReleaseProviders(byte** names, int count) => ((delegate* unmanaged<byte**, int, nint>)_table[ReleaseAvailableProvidersPlace])(names, count);

    public nint CreateCudaOptions(nint* cuda) => ((delegate* unmanaged<nint*, nint>)_table[CreateCudaProviderOptionsPlace])(cuda);

    public nint AppendCuda(nint options, nint cuda) => ((delegate* unmanaged<nint, nint, nint>)_table[AppendCudaPlace])(options, cuda);

    public void ReleaseCudaOptions(nint cuda) => Release(ReleaseCudaProviderOptionsPlace, cuda);

    public void ReleaseMemory(nint info) => Release(ReleaseMemoryInfoPlace, info);

    public void ReleaseSession(nint session) => Release(ReleaseSessionPlace, session);

    public void ReleaseValue(nint value) => Release(ReleaseValuePlace, value);

    public void ReleaseType(nint type) => Release(ReleaseTypeInfoPlace, type);

    public void ReleaseSessionOptions(nint options) => Release(ReleaseSessionOptionsPlace, options);

    /// <summary>A text that ends with a zero byte.</summary>
    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private void Release(int place, nint resource) => ((delegate* unmanaged<nint, void>)_table[place])(resource);
}
