using System.Text;
using SmartKart.Scoring.Artifacts;

namespace SmartKart.Scoring.Tests.Artifacts;

public sealed class TensorFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("smartkart-tensors-").FullName, "model.safetensors");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void Arrays_and_texts_come_back()
    {
        var writer = new TensorFileWriter();
        writer.Add("kind", "test");
        writer.Add("matrix", [1f, 2, 3, 4, 5, 6], 2, 3);
        writer.Add("none", ReadOnlySpan<float>.Empty);
        writer.Add("counts", [7, -8]);
        writer.Write(_path);

        using var file = TensorFile.Open(_path);

        file.Metadata["kind"].ShouldBe("test");
        file.Shape("matrix").ShouldBe([2, 3]);
        file.Floats("matrix").ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
        file.Floats("none").Length.ShouldBe(0);
        file.Integers("counts").ToArray().ShouldBe([7, -8]);
        Should.Throw<ArtifactException>(() => file.Integers("matrix")).Message.ShouldContain("F32");
        Should.Throw<ArtifactException>(() => file.Floats("other")).Message.ShouldContain("matrix");
    }

    [Fact]
    public void Wide_values_come_back_whatever_they_were_added_behind()
    {
        var writer = new TensorFileWriter();
        writer.Add("one", [1f]);
        writer.Add("matrix", [1.5, double.Epsilon, -2], 3, 1);
        writer.Add("three", [1, 2, 3]);
        writer.Add("instants", [long.MinValue, 7L]);
        writer.Write(_path);

        using var file = TensorFile.Open(_path);

        file.Doubles("matrix").ToArray().ShouldBe([1.5, double.Epsilon, -2]);
        file.Longs("instants").ToArray().ShouldBe([long.MinValue, 7]);
        file.Floats("one").ToArray().ShouldBe([1]);
        file.Integers("three").ToArray().ShouldBe([1, 2, 3]);
        Should.Throw<ArtifactException>(() => file.Doubles("one")).Message.ShouldContain("F32");
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        var writer = new TensorFileWriter();
        writer.Add("a", [1f]);
        writer.Write(_path);

        var bytes = File.ReadAllBytes(_path);

        BitConverter.ToInt64(bytes).ShouldBe(56);       // with its own 8 bytes, a multiple of 64
        Encoding.UTF8.GetString(bytes, 8, 56).TrimEnd().ShouldBe("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""");
        bytes[64..].ShouldBe([0, 0, 0x80, 0x3f]);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F128","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"shape":[1]}}""")]
    [InlineData("""{"a":[1]}""")]
    [InlineData("""[1]""")]
    [InlineData("""{""")]
    public void A_header_that_does_not_fit_its_file_is_refused(string header)
    {
        var text = Encoding.UTF8.GetBytes(header.PadRight(8));
        File.WriteAllBytes(_path, [.. BitConverter.GetBytes((long)text.Length), .. text, 0, 0, 0, 0]);

        Should.Throw<ArtifactException>(() => TensorFile.Open(_path)).Path.ShouldBe(_path);
    }

    [Theory]
    [InlineData(0), InlineData(7), InlineData(8), InlineData(20)]
    public void A_file_that_was_cut_off_is_refused(int length)
    {
        var writer = new TensorFileWriter();
        writer.Add("a", new float[100]);
        writer.Write(_path);
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..length]);

        Should.Throw<ArtifactException>(() => TensorFile.Open(_path));
    }

    [Fact]
    public void Nothing_is_read_from_it_once_it_is_closed()
    {
        var writer = new TensorFileWriter();
        writer.Add("a", [1f]);
        writer.Write(_path);
        var file = TensorFile.Open(_path);
        var values = file.Floats("a");
        file.Dispose();

        Should.Throw<ObjectDisposedException>(() => values.Span[0]);
    }
}
