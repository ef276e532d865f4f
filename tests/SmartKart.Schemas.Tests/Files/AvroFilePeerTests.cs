using System.Globalization;
using SmartKart.Schemas.Events;

namespace SmartKart.Schemas.Tests.Files;

/// <summary>Files that others read and write again: what comes back is what was sent.</summary>
public sealed class AvroFilePeerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("avro-files-").FullName;

    public static TheoryData<AvroFileCodec> Codecs => [AvroFileCodec.Null, AvroFileCodec.Deflate];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Codecs))]
    public Task Clicks_survive_a_copy_by_python_avro(AvroFileCodec codec) => SurvivesAsync<Clickstream>(PeerProgram.Python("Files/copy_file.py"), codec);

    [Theory]
    [MemberData(nameof(Codecs))]
    public Task Orders_survive_a_copy_by_python_avro(AvroFileCodec codec) => SurvivesAsync<OrderPlaced>(PeerProgram.Python("Files/copy_file.py"), codec);

    [Theory]
    [MemberData(nameof(Codecs))]
    public Task Clicks_survive_a_copy_by_avsc(AvroFileCodec codec) => SurvivesAsync<Clickstream>(PeerProgram.Node("Files/copy_file.js"), codec);

    [Theory]
    [MemberData(nameof(Codecs))]
    public Task Orders_survive_a_copy_by_avsc(AvroFileCodec codec) => SurvivesAsync<OrderPlaced>(PeerProgram.Node("Files/copy_file.js"), codec);

    private async Task SurvivesAsync<T>(PeerProgram peer, AvroFileCodec codec) where T : class, IAvroRecord<T>
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(20261121);
        // Over one block, so that the peer meets several.
        var sent = Enumerable.Range(0, 800).Select(_ => T.Decode(RandomData.Of(T.Schema, random))).ToList();
        var (ours, theirs) = (Path.Combine(_folder, "ours.avro"), Path.Combine(_folder, "theirs.avro"));
        await using (var stream = File.Create(ours))
        await using (var writer = await AvroFile.CreateAsync<T>(stream, new AvroFileOptions { Codec = codec }, cancellation))
            foreach (var value in sent) await writer.WriteAsync(value, cancellation);

        peer.Run(ours, theirs).Trim().ShouldBe(sent.Count.ToString(CultureInfo.InvariantCulture));

        await using var copy = File.OpenRead(theirs);
        var reader = await AvroFile.ReadAsync<T>(copy, cancellation: cancellation);
        reader.Codec.ShouldBe(codec);
        var received = await reader.ReadAllAsync(cancellation).ToListAsync(cancellation);
        received.Select(Bytes).ShouldBe(sent.Select(Bytes));
    }

    // Records that hold arrays compare by their bytes.
    private static string Bytes<T>(T value) where T : class, IAvroRecord<T>
    {
        var bytes = new byte[T.MaxBytes(value)];
        return Convert.ToHexString(bytes, 0, T.Encode(value, bytes));
    }
}
