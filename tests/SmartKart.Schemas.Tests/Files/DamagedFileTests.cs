using System.IO.Compression;
using System.Text;

namespace SmartKart.Schemas.Tests.Files;

/// <summary>Files that are none, or no longer: each says what is wrong, where, and what to do.</summary>
public sealed class DamagedFileTests
{
    private static readonly byte[] Marker = [.. Enumerable.Repeat((byte)0xAB, 16)];

    [Theory]
    [InlineData("", "Avro file, byte 0: the file is empty; an Avro file has a header even with no values. Write it again.")]
    [InlineData("50415231", "Avro file, byte 0: the file begins with 50415231, not with 4F626A01; it is no Avro object container file, version 1.")]
    [InlineData("4F626A02", "Avro file, byte 0: the file begins with 4F626A02, not with 4F626A01; it is no Avro object container file, version 1.")]
    [InlineData("4F62", "Avro file, byte 0: the header's magic of 4 bytes should stand here, but the file ends after 2. It was cut short: restore it from its source, or write it again.")]
    [InlineData("4F626A01", "Avro file, byte 4: the count of the header's entries should stand here, but the data end here: 1 bytes are needed and 0 are left. Restore the file from its source.")]
    [InlineData("4F626A01FFFFFFFFFFFFFFFFFF01", "Avro file, byte 14: the size of the header's entries should stand here, but the data end here: 1 bytes are needed and 0 are left. Restore the file from its source.")]
    [InlineData("4F626A01FEFFFFFFFFFFFFFFFF01", "Avro file, byte 4: the header takes more than MaxHeaderBytes, 16777216 bytes; raise it if the file is sound.")]
    [InlineData("4F626A0102FEFFFFFFFFFFFFFFFF01", "Avro file, byte 5: the header takes more than MaxHeaderBytes, 16777216 bytes; raise it if the file is sound.")]
    [InlineData("4F626A010201", "Avro file, byte 5: the name of a header's entry has a length of -1 bytes; the file is damaged. Restore it from its source.")]
    [InlineData("4F626A01020A61", "Avro file, byte 6: the name of a header's entry of 5 bytes should stand here, but the file ends after 1. It was cut short: restore it from its source, or write it again.")]
    [InlineData("4F626A0104026100026100", "Avro file, byte 8: the header has the entry 'a' twice; the file is damaged. Restore it from its source.")]
    public async Task What_does_not_begin_with_a_header_is_no_file(string hex, string message) =>
        (await Refusal(Convert.FromHexString(hex))).ShouldBe(message);

    [Fact]
    public async Task A_header_without_a_readable_schema_is_refused()
    {
        (await Refusal(Header(null, "null"))).ShouldBe("Avro file, byte 0: the header has no 'avro.schema', without which no value can be read. Restore the file from its source.");
        (await Refusal(Header("\"integer\"", "null"))).ShouldStartWith("Avro file, byte 0: the header's schema is none: avro.schema:1:1: 'integer' is neither");
    }

    [Fact]
    public async Task A_codec_that_is_not_known_is_named() =>
        (await Refusal(Header("\"int\"", "snappy"))).ShouldBe("Avro file, byte 0: the blocks are compressed by 'snappy'; only 'null' and 'deflate' are known here. Write the file again with one of them.");

    [Fact]
    public async Task A_file_without_a_codec_is_not_compressed() =>
        (await AvroFileTests.Read([.. Header("\"int\"", null), .. Block(1, [2])])).ShouldBe([1]);

    [Fact]
    public async Task A_block_of_an_impossible_count_or_size_is_refused_before_it_is_read()
    {
        (await BlockRefusal([1])).ShouldContain("a block of -1 values; the file is damaged");
        (await BlockRefusal([2, 1])).ShouldContain("a block of -1 bytes; the file is damaged");
        (await BlockRefusal([2, .. Long(1L << 62)])).ShouldContain("a block of 4611686018427387904 bytes, more than MaxBlockBytes, 67108864; raise it if the file is sound.");
        (await BlockRefusal([.. Long(1L << 62), 2, 2, .. Marker])).ShouldContain("a block of 4611686018427387904 values, which its 1 bytes cannot hold");
        (await Refusal([.. Header("\"null\"", "null"), .. Long(1L << 40), 0, .. Marker])).ShouldContain("a block of 1099511627776 values, which its 0 bytes cannot hold");
        (await BlockRefusal(Block(1, [2, 2]))).ShouldContain("1 bytes follow the last of the block's 1 values; the file is damaged");
        (await BlockRefusal(Block(0, [2]))).ShouldContain("1 bytes follow the last of the block's 0 values");
    }

    [Fact]
    public async Task A_block_that_claims_what_the_file_does_not_have_costs_no_memory()
    {
        byte[] file = [.. Header("\"bytes\"", "null"), 2, .. Long(60_000_000), 1, 2, 3];
        await Refusal(file);        // what is made once is made now

        var before = GC.GetAllocatedBytesForCurrentThread();
        (await Refusal(file)).ShouldContain("a block with its sync marker of 60000016 bytes should stand here, but the file ends after 3. It was cut short");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public async Task A_wrong_sync_marker_is_found_where_it_stands()
    {
        var header = Header("\"int\"", "null");
        byte[] file = [.. header, .. Block(2, [2, 4]), .. Block(1, [6])];
        file[^1] ^= 1;

        var reader = await AvroFile.ReadGenericAsync(new MemoryStream(file), cancellation: TestContext.Current.CancellationToken);
        (await reader.ReadBlockAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        reader.TryRead(out var first).ShouldBeTrue();
        first.ShouldBe(1);

        var fault = await Should.ThrowAsync<AvroFileException>(async () => await reader.ReadBlockAsync(TestContext.Current.CancellationToken));
        fault.Offset.ShouldBe(file.Length - 16);
        fault.Problem.ShouldBe($"the block that began at byte {file.Length - 19} does not end in the file's sync marker; the file is damaged. Restore it from its source.");
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_is_named_by_its_place_in_the_block()
    {
        var fault = await BlockRefusal(Block(2, [2, 0x80]));

        fault.ShouldContain("value 1 of the 2 in the block that begins here, at its byte 1, cannot be read: int, byte 0: the data end here");
    }

    [Fact]
    public async Task A_file_cut_short_anywhere_is_either_shorter_by_whole_blocks_or_refused()
    {
        var file = await AvroFileTests.FileOf(new AvroFileOptions { BlockBytes = 3 }, [.. Enumerable.Range(0, 20)]);
        var whole = 0;
        for (var length = 0; length < file.Length; length++)
        {
            try
            {
                var values = await AvroFileTests.Read(file[..length]);
                values.ShouldBe(Enumerable.Range(0, values.Count).Cast<object?>());
                whole++;
            }
            catch (AvroFileException e)
            {
                e.Offset.ShouldBeInRange(0, length);
            }
        }
        whole.ShouldBe(7);      // behind the header, and behind each but the last of seven blocks
    }

    [Fact]
    public async Task Deflated_data_that_are_none_or_end_early_are_refused()
    {
        (await Refusal([.. Header("\"int\"", "deflate"), .. Block(1, [0xFF, 0xFF, 0xFF])])).ShouldContain("the block is no deflated data; the file is damaged");
        var deflated = Deflate([.. Enumerable.Range(0, 200).Select(i => (byte)(i * 7 % 127))]);
        (await Refusal([.. Header("\"bytes\"", "deflate"), .. Block(1, deflated[..^20])])).ShouldContain("the file is damaged");
    }

    [Fact]
    public async Task A_deflate_bomb_is_stopped_at_the_limit()
    {
        byte[] file = [.. Header("\"bytes\"", "deflate"), .. Block(1, Deflate(new byte[10_000_000]))];

        file.Length.ShouldBeLessThan(20_000);
        var refusal = await Should.ThrowAsync<AvroFileException>(() => AvroFileTests.Read(file, new AvroFileOptions { MaxBlockBytes = 1_000_000 }));
        refusal.Problem.ShouldBe("the block decompresses to more than MaxBlockBytes, 1000000 bytes; raise it if the file is sound.");
    }

    [Fact]
    public async Task Ten_thousand_mutated_files_are_read_or_refused_and_nothing_else()
    {
        var random = new Random(42);
        var files = new[] { AvroFileCodec.Null, AvroFileCodec.Deflate }
            .Select(codec => AvroFileTests.FileOf(new AvroFileOptions { Codec = codec, BlockBytes = 20 }, [.. Enumerable.Range(-50, 100)])).ToList();
        var refused = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var file = (byte[])(await files[i % 2]).Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--) file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                await AvroFileTests.Read(file);
            }
            catch (SchemaException)
            {
                refused++;
            }
        }
        refused.ShouldBeInRange(5_000, 9_999);
    }

    private static async Task<string> Refusal(byte[] file) => (await Should.ThrowAsync<AvroFileException>(() => AvroFileTests.Read(file))).Message;

    private static Task<string> BlockRefusal(byte[] block) => Refusal([.. Header("\"int\"", "null"), .. block]);

    private static byte[] Header(string? schema, string? codec)
    {
        var entries = new List<(string, string)>();
        if (schema is not null) entries.Add(("avro.schema", schema));
        if (codec is not null) entries.Add(("avro.codec", codec));
        return [.. "Obj\u0001"u8, .. Long(entries.Count), .. entries.SelectMany(entry => (byte[])[.. Text(entry.Item1), .. Text(entry.Item2)]), 0, .. Marker];
    }

    private static byte[] Block(int count, byte[] bytes) => [.. Long(count), .. Long(bytes.Length), .. bytes, .. Marker];

    private static byte[] Text(string text) => [.. Long(text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Long(long value)
    {
        var bytes = new byte[10];
        var writer = new AvroWriter(bytes);
        writer.WriteLong(value);
        return bytes[..writer.Position];
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.Optimal)) deflate.Write(bytes);
        return output.ToArray();
    }
}
