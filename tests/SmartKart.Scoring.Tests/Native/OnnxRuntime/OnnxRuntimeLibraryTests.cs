using System.Runtime.InteropServices;
using SmartKart.Scoring.Native.OnnxRuntime;
using SmartKart.Scoring.Onnx;

namespace SmartKart.Scoring.Tests.Native.OnnxRuntime;

public sealed class OnnxRuntimeLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnxruntime-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_given_path_comes_first()
    {
        var file = Write(Path.Combine(_folder, "own.so"));

        OnnxRuntimeLibrary.Locate(file, "/nowhere", "/").ShouldBe(file);
    }

    [Fact]
    public void The_folder_of_the_environment_holds_the_file_or_the_npm_tree()
    {
        var inTree = Write(Path.Combine(_folder, OnnxRuntimeLibrary.FromNativeFolder));
        OnnxRuntimeLibrary.Locate(null, _folder, "/").ShouldBe(inTree);
        var inFolder = Write(Path.Combine(_folder, OnnxRuntimeLibrary.FileName));
        OnnxRuntimeLibrary.Locate(null, _folder, "/").ShouldBe(inFolder);
    }

    [Fact]
    public void Without_either_it_is_looked_for_above_the_program()
    {
        var file = Write(Path.Combine(_folder, "deploy", "local", "native", OnnxRuntimeLibrary.FromNativeFolder));

        OnnxRuntimeLibrary.Locate(null, null, Path.Combine(_folder, "a", "b")).ShouldBe(file);
    }

    [Theory]
    [InlineData("/nowhere/lib.so", null, "at /nowhere/lib.so")]
    [InlineData(null, "/nowhere", "under /nowhere, which SMARTKART_NATIVE names")]
    [InlineData(null, null, "in any folder above")]
    public void A_missing_library_says_where_it_was_looked_for_and_what_installs_it(string? path, string? native, string where)
    {
        var fault = Should.Throw<OnnxLibraryException>(() => OnnxRuntimeLibrary.Locate(path, native, _folder));

        fault.Message.ShouldContain(where);
        fault.Message.ShouldContain("./smartkart");
    }

    [Fact]
    public void Another_library_is_not_taken_for_it()
    {
        var other = NativeLibrary.Load("libc.so.6");

        Should.Throw<OnnxLibraryException>(() => OnnxRuntimeApi.Of(other, "libc.so.6")).Message.ShouldContain("libc.so.6 is not ONNX Runtime");
    }

    private static string Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        return file;
    }
}
