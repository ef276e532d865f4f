using System.Runtime.InteropServices;
using SmartKart.Scoring.Onnx;

namespace SmartKart.Scoring.Native.OnnxRuntime;

/// <summary>A loaded model: its inputs and outputs, and runs over tensors of this process' memory. Runs may go on at once on several threads.</summary>
internal sealed unsafe class OnnxSession : IDisposable
{
    private const string CudaProvider = "CUDAExecutionProvider";
    private const nuint Alignment = 64;     // a line of the cache, and the widest vector

    private readonly OnnxEnvironment _environment;
    private readonly SessionHandle _session;

    private OnnxSession(OnnxEnvironment environment, SessionHandle session) => (_environment, _session) = (environment, session);

    /// <summary>Null where it runs on CUDA, else why it doesn't.</summary>
    public string? WhyNotCuda { get; private init; }

    /// <summary>Loads a model.</summary>
    /// <param name="model">Its file, or what it was loaded from, for errors.</param>
    /// <param name="bytes">Its content, or null: then the file is read, and weights beside it too.</param>
    /// <param name="options">Threads, and whether on CUDA.</param>
    /// <exception cref="OnnxLibraryException">The library is missing.</exception>
    /// <exception cref="OnnxModelException">ONNX Runtime refuses the model.</exception>
    public static OnnxSession Load(string model, ReadOnlySpan<byte> bytes, OnnxOptions options)
    {
        var environment = OnnxEnvironment.Get(options.LibraryPath);
        using var plain = Options(environment, model, options);
        var whyNotCuda = "the options don't ask for it";
        if (options.UseCuda)
        {
            // A GPU may fail as late as when a session is made; the CPU is asked then, and whatever is wrong with the model it will say, too.
            using var cuda = Options(environment, model, options);
            SessionHandle? onCuda = null;
            whyNotCuda = AppendCuda(environment, cuda) ?? Create(environment, model, bytes, cuda, out onCuda);
            if (onCuda is not null) return new OnnxSession(environment, onCuda);
        }
        return Create(environment, model, bytes, plain, out var session) is { } fault
            ? throw new OnnxModelException(model, $"can't be loaded: {fault} Export it anew, or restore it from its registry.")
            : new OnnxSession(environment, session!) { WhyNotCuda = whyNotCuda };

        static string? Create(OnnxEnvironment environment, string model, ReadOnlySpan<byte> bytes, SessionOptionsHandle options, out SessionHandle? session)
        {
            nint native = 0;
            string? fault;
            if (bytes.IsEmpty)
            {
                var path = Marshal.StringToCoTaskMemUTF8(model);
                fault = environment.Api.Fault(environment.Api.CreateSession(environment.Native, (byte*)path, options.DangerousGetHandle(), &native));
                Marshal.FreeCoTaskMem(path);
            }
            else
            {
                fixed (byte* content = bytes)
                {
                    fault = environment.Api.Fault(
                        environment.Api.CreateSession(environment.Native, content, (nuint)bytes.Length, options.DangerousGetHandle(), &native));
                }
            }
            session = fault is null ? new SessionHandle(environment.Api, native) : null;
            return fault;
        }
    }

    /// <summary>The model's inputs or outputs, in its order.</summary>
    public List<OnnxTensor> Tensors(string model, bool outputs)
    {
        nuint count;
        Demand(model, _environment.Api.CountTensors(Native, outputs, &count));
        var tensors = new List<OnnxTensor>();
        for (nuint index = 0; index < count; index++) tensors.Add(Tensor(model, outputs, index));
        return tensors;
    }

    /// <summary>Zeros for a number of rows of a tensor.</summary>
    public TensorHandle Allocate(OnnxTensor tensor, int rows)
    {
        var bytes = (nuint)rows * (nuint)tensor.Width * (nuint)tensor.ElementBytes;
        var memory = NativeMemory.AlignedAlloc(Math.Max(bytes, 1), Alignment);
        NativeMemory.Clear(memory, bytes);
        return new TensorHandle(_environment.Api, memory, bytes);
    }

    /// <summary>Has ONNX Runtime see the memory as the first rows of a tensor.</summary>
    public string? Shape(TensorHandle memory, OnnxTensor tensor, int rows)
    {
        _environment.Api.ReleaseValue(memory.Value);
        memory.Value = 0;
        Span<long> shape = stackalloc long[tensor.Dimensions.Count];
        for (var axis = 0; axis < shape.Length; axis++) shape[axis] = axis == 0 ? rows : tensor.Dimensions[axis];
        nint value = 0;
        var bytes = (nuint)rows * (nuint)tensor.Width * (nuint)tensor.ElementBytes;
        fixed (long* dimensions = shape)
        {
            var fault = _environment.Api.Fault(_environment.Api.CreateTensor(
                _environment.CpuMemory, memory.Memory, bytes, dimensions, (nuint)shape.Length, (int)tensor.Element, &value));
            memory.Value = value;
            return fault;
        }
    }

    /// <summary>Runs the model. Allocates nothing outside the library.</summary>
    /// <param name="inputNames">Each ends with a zero byte.</param>
    /// <param name="inputs">Shaped.</param>
    /// <param name="outputNames">As the inputs'.</param>
    /// <param name="outputs">Shaped.</param>
    /// <returns>Null, or what failed.</returns>
    public string? Run(byte[][] inputNames, TensorHandle[] inputs, byte[][] outputNames, TensorHandle[] outputs)
    {
        var (inputCount, outputCount) = (inputs.Length, outputs.Length);
        var names = stackalloc byte*[inputCount + outputCount];
        var values = stackalloc nint[inputCount + outputCount];
        for (var i = 0; i < inputCount + outputCount; i++)
        {
            var isInput = i < inputCount;
            // Names are pinned arrays, so their addresses hold.
            names[i] = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(isInput ? inputNames[i] : outputNames[i - inputCount], 0);
            values[i] = (isInput ? inputs[i] : outputs[i - inputCount]).Value;
        }
        var held = false;
        try
        {
            _session.DangerousAddRef(ref held);
            return _environment.Api.Fault(_environment.Api.Run(
                Native, names, values, (nuint)inputCount, names + inputCount, (nuint)outputCount, values + inputCount));
        }
        finally
        {
            if (held) _session.DangerousRelease();
            GC.KeepAlive(inputNames);
            GC.KeepAlive(inputs);
            GC.KeepAlive(outputNames);
            GC.KeepAlive(outputs);
        }
    }

    public void Dispose() => _session.Dispose();

    private nint Native => _session.DangerousGetHandle();

    private OnnxTensor Tensor(string model, bool outputs, nuint index)
    {
        var api = _environment.Api;
        byte* text;
        nint type, tensor = 0;
        Demand(model, api.TensorName(Native, outputs, index, _environment.Allocator, &text));
        var name = OnnxRuntimeApi.Text(text);
        Demand(model, api.Free(_environment.Allocator, text));
        Demand(model, api.TensorType(Native, outputs, index, &type));
        try
        {
            Demand(model, api.AsTensor(type, &tensor));
            if (tensor == 0) return new OnnxTensor(name, OnnxElement.Other, []);
            int element;
            nuint count;
            Demand(model, api.ElementType(tensor, &element));
            Demand(model, api.CountDimensions(tensor, &count));
            var dimensions = new long[count];
            fixed (long* first = dimensions) Demand(model, api.Dimensions(tensor, first, count));
            return new OnnxTensor(name, Enum.IsDefined((OnnxElement)element) ? (OnnxElement)element : OnnxElement.Other, dimensions);
        }
        finally
        {
            api.ReleaseType(type);
        }
    }

    private void Demand(string model, nint status)
    {
        if (_environment.Api.Fault(status) is { } fault) throw new OnnxModelException(model, $"can't be looked into: {fault}");
    }

    private static SessionOptionsHandle Options(OnnxEnvironment environment, string model, OnnxOptions options)
    {
        var api = environment.Api;
        nint native;
        if (api.Fault(api.CreateSessionOptions(&native)) is { } fault) throw new OnnxModelException(model, $"can't be loaded: {fault}");
        var handle = new SessionOptionsHandle(api, native);
        // Threads of a run that wait must not take the cores from those that serve: they sleep instead of spinning.
        fixed (byte* spinning = "session.intra_op.allow_spinning"u8, no = "0"u8)
        {
            var failed = api.Fault(api.SetThreads(native, options.Threads)) ?? api.Fault(api.SetOptimization(native, OnnxRuntimeApi.OptimizeAll))
                ?? api.Fault(api.SetConfiguration(native, spinning, no));
            if (failed is null) return handle;
            handle.Dispose();
            throw new OnnxModelException(model, $"can't be loaded: {failed}");
        }
    }

    // Null where CUDA was appended, else why not.
    private static string? AppendCuda(OnnxEnvironment environment, SessionOptionsHandle options)
    {
        var api = environment.Api;
        if (!environment.HasProvider(CudaProvider)) return $"ONNX Runtime {api.LibraryVersion} was built without {CudaProvider}";
        nint cuda;
        if (api.Fault(api.CreateCudaOptions(&cuda)) is { } missing) return missing;
        var fault = api.Fault(api.AppendCuda(options.DangerousGetHandle(), cuda));
        api.ReleaseCudaOptions(cuda);
        return fault;
    }
}
