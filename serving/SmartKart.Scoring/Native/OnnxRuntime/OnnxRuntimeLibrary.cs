using System.Runtime.InteropServices;
using SmartKart.Scoring.Onnx;

namespace SmartKart.Scoring.Native.OnnxRuntime;

/// <summary>
/// Finds and loads <c>libonnxruntime.so.1</c>, once per process: at the path that is given, else under the folder that the environment variable
/// <c>SMARTKART_NATIVE</c> names, else under <c>deploy/local/native</c> of the repository that the program runs from.
/// </summary>
internal static class OnnxRuntimeLibrary
{
    internal const string EnvironmentVariable = "SMARTKART_NATIVE";
    internal const string FileName = "libonnxruntime.so.1";
    internal static readonly string FromNativeFolder = Path.Combine("node_modules", "onnxruntime-node", "bin", "napi-v6", "linux", "x64", FileName);
    private static readonly string FromRepository = Path.Combine("deploy", "local", "native");

    private static readonly Lock Loading = new();       // guards the two fields below
    private static string? _loadedFrom;
    private static OnnxRuntimeApi? _api;

    /// <summary>The library's functions.</summary>
    /// <param name="path">The library's file, or null to look for it.</param>
    /// <exception cref="OnnxLibraryException">It is missing, cannot be loaded, is too old, or another file is loaded already.</exception>
    internal static OnnxRuntimeApi Load(string? path)
    {
        lock (Loading)
        {
            if (_api is not null && path is null) return _api;
            var file = Path.GetFullPath(Locate(path, Environment.GetEnvironmentVariable(EnvironmentVariable), AppContext.BaseDirectory));
            if (_api is not null) return file == _loadedFrom ? _api : throw AlreadyLoaded(file, _loadedFrom!);
            _api = OnnxRuntimeApi.Of(Open(file), file);
            _loadedFrom = file;
            return _api;
        }
    }

    /// <summary>Where the library is.</summary>
    /// <param name="path">The file itself, if the caller knows it.</param>
    /// <param name="nativeFolder">A folder that holds the file, or the npm tree with it, if the environment names one.</param>
    /// <param name="programFolder">The folder from which to walk upwards to the repository.</param>
    /// <exception cref="OnnxLibraryException">It is in none of these places.</exception>
    internal static string Locate(string? path, string? nativeFolder, string programFolder)
    {
        if (path is not null)
            return File.Exists(path) ? path : throw Missing($"at {path}, where the options say it is");
        if (!string.IsNullOrEmpty(nativeFolder))
            return Array.Find([Path.Combine(nativeFolder, FileName), Path.Combine(nativeFolder, FromNativeFolder)], File.Exists)
                ?? throw Missing($"under {nativeFolder}, which {EnvironmentVariable} names");
        for (var folder = new DirectoryInfo(programFolder); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, FromRepository, FromNativeFolder);
            if (File.Exists(file)) return file;
        }
        throw Missing($"under {FromRepository} in any folder above {programFolder}");
    }

    private static nint Open(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
        {
            throw new OnnxLibraryException(
                $"ONNX Runtime's library {file} cannot be loaded ({fault.Message}). Delete the folder and run ./smartkart, which installs it again.", fault);
        }
    }

    private static OnnxLibraryException Missing(string where) => new(
        $"ONNX Runtime's library {FileName} is not {where}. Run ./smartkart, which installs it, or set {EnvironmentVariable} to the folder that holds it.");

    private static OnnxLibraryException AlreadyLoaded(string file, string loadedFrom) => new(
        $"ONNX Runtime is already loaded from {loadedFrom}, and a process can hold it once. Open this model with that library instead of {file}.");
}
