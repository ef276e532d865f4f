using System.Reflection;
using System.Runtime.InteropServices;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>
/// Finds and loads <c>libduckdb.so</c>, once per process: at the path that is given, else under the folder that the environment variable
/// <c>SMARTKART_NATIVE</c> names, else under <c>deploy/local/native</c> of the repository that the program runs from.
/// </summary>
internal static class DuckDbLibrary
{
    internal const string EnvironmentVariable = "SMARTKART_NATIVE";
    internal const string FileName = "libduckdb.so";
    private static readonly string FromNativeFolder = Path.Combine("node_modules", "@duckdb", "node-bindings-linux-x64", FileName);
    private static readonly string FromRepository = Path.Combine("deploy", "local", "native");

    private static readonly Lock Loading = new(); // guards the two fields below
    private static string? _loadedFrom;
    private static nint _library;

    /// <summary>Makes the declarations of <see cref="DuckDbApi"/> callable.</summary>
    /// <param name="path">The library's file, or null to look for it.</param>
    /// <returns>The file it was loaded from.</returns>
    /// <exception cref="WarehouseLibraryException">It is missing, cannot be loaded, or another file is loaded already.</exception>
    internal static string Load(string? path)
    {
        lock (Loading)
        {
            if (_loadedFrom is not null && path is null) return _loadedFrom;
            var file = Path.GetFullPath(Locate(path, Environment.GetEnvironmentVariable(EnvironmentVariable), AppContext.BaseDirectory));
            if (_loadedFrom is not null) return file == _loadedFrom ? file : throw AlreadyLoaded(file, _loadedFrom);
            try
            {
                _library = NativeLibrary.Load(file);
            }
            catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
            {
                throw new WarehouseLibraryException(
                    $"DuckDB's library {file} cannot be loaded ({fault.Message}). " +
                    "Delete the folder and run ./smartkart, which installs it again.", fault);
            }
            NativeLibrary.SetDllImportResolver(typeof(DuckDbLibrary).Assembly, Resolve);
            return _loadedFrom = file;
        }
    }

    /// <summary>Where the library is.</summary>
    /// <param name="path">The file itself, if the caller knows it.</param>
    /// <param name="nativeFolder">A folder that holds the file, or the npm tree with it, if the environment names one.</param>
    /// <param name="programFolder">The folder from which to walk upwards to the repository.</param>
    /// <exception cref="WarehouseLibraryException">It is in none of these places.</exception>
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

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? searchPath) =>
        library == DuckDbApi.Library ? _library : 0;

    private static WarehouseLibraryException Missing(string where) => new(
        $"DuckDB's library {FileName} is not {where}. " +
        $"Run ./smartkart, which installs it, or set {EnvironmentVariable} to the folder that holds it.");

    private static WarehouseLibraryException AlreadyLoaded(string file, string loadedFrom) => new(
        $"DuckDB is already loaded from {loadedFrom}, and a process can hold it once. " +
        $"Open this database with that library instead of {file}, or in another process.");
}
