using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.Tests.Native.DuckDb;

public sealed class DuckDbLibraryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-library-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_path_in_the_options_comes_first_and_must_exist()
    {
        var file = Touch("mine.so");
        DuckDbLibrary.Locate(file, _folder.FullName, _folder.FullName).ShouldBe(file);
        Should.Throw<WarehouseLibraryException>(() => DuckDbLibrary.Locate(file + "x", null, _folder.FullName)).Message.ShouldContain("mine.sox");
    }

    [Fact]
    public void The_folder_in_the_environment_holds_the_file_or_the_npm_tree()
    {
        var tree = Touch("native/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so");
        DuckDbLibrary.Locate(null, Path.Combine(_folder.FullName, "native"), "/").ShouldBe(tree);
        var file = Touch("native/libduckdb.so");
        DuckDbLibrary.Locate(null, Path.Combine(_folder.FullName, "native"), "/").ShouldBe(file);
        Should.Throw<WarehouseLibraryException>(() => DuckDbLibrary.Locate(null, "/nowhere", _folder.FullName))
            .Message.ShouldContain("/nowhere, which SMARTKART_NATIVE names");
    }

    [Fact]
    public void Otherwise_the_repository_above_the_program_is_searched()
    {
        var file = Touch("deploy/local/native/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so");
        var program = _folder.CreateSubdirectory("deploy/local/SmartKart.Local/bin/Release/net10.0").FullName;
        DuckDbLibrary.Locate(null, null, program).ShouldBe(file);
    }

    [Fact]
    public void A_missing_library_says_what_installs_it() =>
        Should.Throw<WarehouseLibraryException>(() => DuckDbLibrary.Locate(null, null, _folder.FullName))
            .Message.ShouldContain("Run ./smartkart, which installs it");

    private string Touch(string path)
    {
        var file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        return file;
    }
}
