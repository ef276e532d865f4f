using System.Text;
using SmartKart.Schemas.Events;

namespace SmartKart.Schemas.Tests.Files;

/// <summary>Object container files, written, read and added to.</summary>
public sealed class AvroFileTests
{
    private static readonly AvroSchema Ints = AvroSchema.Parse("\"int\"");
    private static readonly AvroFileOptions Seeded = new() { NewSyncMarker = marker => marker.Fill(0xAB) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_a_header_and_blocks_and_nothing_else()
    {
        var marker = string.Concat(Enumerable.Repeat("AB", 16));
        Convert.ToHexString(await FileOf(Seeded, 1, -1, 64)).ShouldBe(
            "4F626A01" +                                                                // Obj, version 1
            "04" + "16" + Hex("avro.schema") + "0A" + Hex("\"int\"") +                  // two entries
            "14" + Hex("avro.codec") + "08" + Hex("null") + "00" + marker +
            "06" + "08" + "02" + "01" + "8001" + marker);                               // three values, four bytes
    }

    [Fact]
    public async Task A_deflated_block_is_raw_deflate_without_zlibs_head()
    {
        var file = await FileOf(Seeded with { Codec = AvroFileCodec.Deflate }, [.. Enumerable.Repeat(7, 1000)]);
        var header = await FileOf(Seeded with { Codec = AvroFileCodec.Deflate });

        // 1000 values in few bytes; the first byte of a final block with fixed codes is ….011.
        file.Length.ShouldBeLessThan(header.Length + 16 + 40);
        (file[header.Length + 3] & 0b111).ShouldBe(0b011);
        (await Read(file)).ShouldBe(Enumerable.Repeat<object?>(7, 1000));
    }

    [Theory]
    [InlineData(AvroFileCodec.Null)]
    [InlineData(AvroFileCodec.Deflate)]
    public async Task Values_come_back_in_their_order_over_many_blocks(AvroFileCodec codec)
    {
        var values = Enumerable.Range(0, 10_000).ToArray();

        var file = await FileOf(Seeded with { Codec = codec, BlockBytes = 100 }, values);

        (await Read(file)).ShouldBe(values.Cast<object?>());
        Count(file, Enumerable.Repeat((byte)0xAB, 16).ToArray()).ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task A_file_may_have_no_values() => (await Read(await FileOf(Seeded))).ShouldBeEmpty();

    [Fact]
    public async Task A_files_own_marker_is_random()
    {
        var options = new AvroFileOptions();

        (await FileOf(options, 1)).ShouldNotBe(await FileOf(options, 1));
    }

    [Fact]
    public async Task Values_that_take_no_bytes_are_cut_into_blocks_that_a_reader_believes()
    {
        using var stream = new MemoryStream();
        await using (var writer = await AvroFile.CreateGenericAsync(stream, AvroSchema.Parse("\"null\""), Seeded, Cancellation))
            for (var i = 0; i < 100_000; i++) await writer.WriteAsync(null, Cancellation);

        (await Read(stream.ToArray())).Count.ShouldBe(100_000);
    }

    [Fact]
    public async Task A_value_that_does_not_fit_is_left_out_and_the_file_stays_whole()
    {
        using var stream = new MemoryStream();
        await using (var writer = await AvroFile.CreateGenericAsync(stream, Ints, Seeded, Cancellation))
        {
            await writer.WriteAsync(1, Cancellation);
            await Should.ThrowAsync<AvroDataException>(async () => await writer.WriteAsync("two", Cancellation));
            await writer.WriteAsync(3, Cancellation);
        }

        (await Read(stream.ToArray())).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task A_value_larger_than_any_block_may_be_is_refused_when_written()
    {
        using var stream = new MemoryStream();
        await using var writer = await AvroFile.CreateGenericAsync(stream, AvroSchema.Parse("\"bytes\""), new AvroFileOptions { BlockBytes = 10, MaxBlockBytes = 1000 }, Cancellation);

        (await Should.ThrowAsync<AvroFileException>(async () => await writer.WriteAsync(new byte[1000], Cancellation)))
            .Message.ShouldContain("a value of 1002 bytes the block is larger than MaxBlockBytes, 1000; raise it");
    }

    [Fact]
    public async Task A_records_file_written_with_another_schema_is_resolved()
    {
        // A shop's first clicks, so to speak: fewer fields, in another order.
        var random = new Random(1);
        var older = AvroSchema.Parse(ClickstreamCodec.Schema.ToString());
        var writer = (RecordSchema)AvroSchema.Parse($$"""{"type":"record","name":"Clickstream","namespace":"smartkart.events","fields":[{{string.Join(',', Required((RecordSchema)older).Reverse())}}]}""");
        using var stream = new MemoryStream();
        var value = (GenericRecord)GenericReader.Decode(writer, RandomData.Of(writer, random))!;
        await using (var file = await AvroFile.CreateGenericAsync(stream, writer, Seeded, Cancellation)) await file.WriteAsync(value, Cancellation);
        stream.Position = 0;

        var reader = await AvroFile.ReadAsync<Clickstream>(stream, cancellation: Cancellation);
        var read = await reader.ReadAllAsync(Cancellation).SingleAsync(Cancellation);

        read.UserId.ShouldBe(value["user_id"]);
        reader.Schema.ToString().ShouldBe(writer.ToString());
    }

    [Fact]
    public async Task Metadata_of_ones_own_travels_along_and_Avros_names_are_refused()
    {
        var options = Seeded with { Metadata = new Dictionary<string, ReadOnlyMemory<byte>> { ["offsets"] = "0-99"u8.ToArray() } };

        var reader = await AvroFile.ReadGenericAsync(new MemoryStream(await FileOf(options, 1)), cancellation: Cancellation);

        Encoding.UTF8.GetString(reader.Metadata["offsets"].Span).ShouldBe("0-99");
        var reserved = options with { Metadata = new Dictionary<string, ReadOnlyMemory<byte>> { ["avro.x"] = default } };
        (await Should.ThrowAsync<ArgumentException>(() => FileOf(reserved))).Message.ShouldContain("'avro.x'");
    }

    [Theory]
    [InlineData(AvroFileCodec.Null)]
    [InlineData(AvroFileCodec.Deflate)]
    public async Task What_is_appended_follows_what_was_there(AvroFileCodec codec)
    {
        using var stream = new MemoryStream();
        stream.Write(await FileOf(Seeded with { Codec = codec }, 1, 2));
        stream.Position = 0;

        // The file's own codec and marker hold, whatever the options say.
        await using (var writer = await AvroFile.AppendGenericAsync(stream, Ints, new AvroFileOptions(), Cancellation)) await writer.WriteAsync(3, Cancellation);

        (await Read(stream.ToArray())).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Nothing_is_appended_to_a_file_of_another_schema_or_one_cut_short()
    {
        var file = await FileOf(Seeded, 1, 2);

        (await Should.ThrowAsync<AvroFileException>(() => Append(file, "\"long\""))).Message
            .ShouldBe("Avro file, byte 0: the file holds values of 'int' under another schema than this 'long', and a file has one schema. Begin a new file.");
        (await Should.ThrowAsync<AvroFileException>(() => Append(file[..^1], "\"int\""))).Message.ShouldContain("its last block was cut short");
    }

    [Fact]
    public async Task After_a_failed_write_nothing_follows()
    {
        using var stream = new MemoryStream(new byte[100], writable: true);     // cannot grow
        var writer = await AvroFile.CreateGenericAsync(stream, AvroSchema.Parse("\"bytes\""), Seeded, Cancellation);
        await writer.WriteAsync(new byte[200], Cancellation);
        await Should.ThrowAsync<NotSupportedException>(async () => await writer.FlushAsync(Cancellation));

        await Should.ThrowAsync<InvalidOperationException>(async () => await writer.WriteAsync(new byte[1], Cancellation));
        var end = stream.Position;
        await writer.DisposeAsync();
        stream.Position.ShouldBe(end);
    }

    [Fact]
    public async Task A_stream_may_give_its_bytes_one_by_one() =>
        (await AvroFile.ReadGenericAsync(new SlowStream(await FileOf(Seeded, 1, 2, 3)), cancellation: Cancellation))
            .ShouldSatisfyAllConditions(reader => reader.Schema.Type.ShouldBe(AvroType.Int), reader => reader.ReadAllAsync(Cancellation).ToBlockingEnumerable(Cancellation).ShouldBe([1, 2, 3]));

    internal static async Task<byte[]> FileOf(AvroFileOptions options, params int[] values)
    {
        using var stream = new MemoryStream();
        await using (var writer = await AvroFile.CreateGenericAsync(stream, Ints, options, Cancellation))
            foreach (var value in values) await writer.WriteAsync(value, Cancellation);
        return stream.ToArray();
    }

    internal static async Task<List<object?>> Read(byte[] file, AvroFileOptions? options = null) =>
        await (await AvroFile.ReadGenericAsync(new MemoryStream(file), options, Cancellation)).ReadAllAsync(Cancellation).ToListAsync(Cancellation);

    private static async Task Append(byte[] file, string schema) => await AvroFile.AppendGenericAsync(new MemoryStream(file), AvroSchema.Parse(schema), null, Cancellation);

    private static IEnumerable<string> Required(RecordSchema schema) =>
        schema.Fields.Where(field => field.Default is null && field.Schema is PrimitiveSchema).Select(field => $$"""{"name":"{{field.Name}}","type":{{field.Schema}}}""")
            .Concat(schema.Fields.Where(field => field.Default is null && field.Schema is not PrimitiveSchema).Select(field => $$"""{"name":"{{field.Name}}","type":{{field.Schema}}}"""));

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    private static int Count(byte[] bytes, byte[] wanted)
    {
        var count = 0;
        for (var at = 0; bytes.AsSpan(at).IndexOf(wanted) is >= 0 and var found; at += found + wanted.Length) count++;
        return count;
    }

    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
