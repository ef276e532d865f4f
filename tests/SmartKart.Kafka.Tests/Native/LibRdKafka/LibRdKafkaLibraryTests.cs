using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka.Tests.Native.LibRdKafka;

public sealed class LibRdKafkaLibraryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-kafka-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_is_the_version_that_the_lock_file_pins()
    {
        Library.SkipIfAbsent();
        Marshal.PtrToStringUTF8(ClientApi.Version()).ShouldBe("2.15.1");
    }

    [Fact]
    public void The_path_in_the_options_comes_first()
    {
        var file = Touch("elsewhere.so");
        LibRdKafkaLibrary.Locate(file, "/nowhere", "/nowhere").ShouldBe(file);
        Should.Throw<KafkaLibraryException>(() => LibRdKafkaLibrary.Locate("/nowhere.so", null, "/")).Message.ShouldContain("Kafka:LibraryPath");
    }

    [Theory]
    [InlineData("librdkafka.so.1")]
    [InlineData("librdkafka/librdkafka.so.1")]
    public void The_environment_s_folder_comes_next_and_is_the_only_one_then(string where)
    {
        Should.Throw<KafkaLibraryException>(() => LibRdKafkaLibrary.Locate(null, _folder.FullName, AppContext.BaseDirectory)).Message.ShouldContain("SMARTKART_NATIVE names");
        var file = Touch(where);
        LibRdKafkaLibrary.Locate(null, _folder.FullName, "/").ShouldBe(file);
    }

    [Fact]
    public void Else_it_is_looked_for_in_the_repository_around_the_program()
    {
        var file = Touch("deploy/local/native/librdkafka/librdkafka.so.1");
        var program = _folder.CreateSubdirectory("streams/Some.Program/bin/Release").FullName;
        LibRdKafkaLibrary.Locate(null, null, program).ShouldBe(file);
        LibRdKafkaLibrary.Locate(null, "", program).ShouldBe(file);
    }

    [Fact]
    public void Where_it_is_absent_the_remedy_is_said() =>
        Should.Throw<KafkaLibraryException>(() => LibRdKafkaLibrary.Locate(null, null, _folder.FullName))
            .Message.ShouldContain("Run ./smartkart, which builds it");

    private string Touch(string path)
    {
        var file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        return file;
    }
}
