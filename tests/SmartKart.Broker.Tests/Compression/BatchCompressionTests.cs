using System.Buffers;
using System.Text;
using SmartKart.Broker.Compression;

namespace SmartKart.Broker.Tests.Compression;

public sealed class BatchCompressionTests
{
    private const int Limit = 1 << 20;


    private static byte[] Sample => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(number => $"record {number} of a batch, ")));

    [Theory, MemberData(nameof(NativeLibraries.Codecs), MemberType = typeof(NativeLibraries))]
    public void What_was_compressed_comes_back_whatever_its_size(int number)
    {
        var codec = Present(number);
        var random = new Random(number);
        foreach (var size in new[] { 0, 1, 2, 100, 32_767, 32_768, 32_769, 65_536, 200_000, Limit })
        {
            var noise = new byte[size];
            random.NextBytes(noise);
            var text = Enumerable.Range(0, size).Select(index => (byte)('a' + (index / 7 % 13))).ToArray();
            foreach (var input in new[] { noise, text })
            {
                Decompress(codec, Compress(codec, input), out var output).ShouldBe(CompressionFault.None, $"{codec}, {size} bytes");
                output.AsSpan().SequenceEqual(input).ShouldBeTrue($"{codec}, {size} bytes");
            }
        }
    }

    [Fact]
    public void What_other_programs_compressed_is_read()
    {
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests/SmartKart.Broker.Tests/Compression/foreign.txt")).Skip(1))
        {
            var words = line.Split(' ');
            var codec = Present((int)Enum.Parse<Codec>(words[0]));
            Decompress(codec, Convert.FromBase64String(words[2]), out var output).ShouldBe(CompressionFault.None, line);
            Encoding.ASCII.GetString(output).ShouldBe(Encoding.ASCII.GetString(Sample), line);
        }
    }

    [Fact]
    public void Snappy_is_framed_as_Java_frames_it()
    {
        var codec = Present((int)Codec.Snappy);
        var framed = Compress(codec, new byte[40_000]);
        Convert.ToHexString(framed.AsSpan(0, 16)).ShouldBe("82534E41505059000000000100000001");
        Decompress(codec, [.. framed, .. framed], out var twice).ShouldBe(CompressionFault.None);
        twice.Length.ShouldBe(80_000);
    }

    [Theory, MemberData(nameof(NativeLibraries.Codecs), MemberType = typeof(NativeLibraries))]
    public void A_bomb_is_refused_at_the_limit_and_one_byte_less_is_not(int number)
    {
        var codec = Present(number);
        Decompress(codec, Compress(codec, new byte[Limit + 1]), out var bomb).ShouldBe(CompressionFault.TooLarge);
        bomb.Length.ShouldBeLessThanOrEqualTo(Limit + 1);
        Decompress(codec, Compress(codec, new byte[50 * Limit]), out _).ShouldBe(CompressionFault.TooLarge);
        Decompress(codec, Compress(codec, new byte[Limit]), out _).ShouldBe(CompressionFault.None);
    }

    [Theory, MemberData(nameof(NativeLibraries.Codecs), MemberType = typeof(NativeLibraries))]
    public void Bytes_cut_or_flipped_anywhere_are_a_fault_or_other_bytes_but_never_more(int number)
    {
        var codec = Present(number);
        var sound = Compress(codec, Sample);
        for (var at = 0; at < sound.Length; at++)
        {
            // Cut at a block's end, snappy's frame is shorter and sound: only the records' count tells.
            Decompress(codec, sound[..at], out var shorter);
            (shorter.Length <= Sample.Length).ShouldBeTrue($"cut to {at} bytes");
            for (var bit = 0; bit < 8; bit++)
            {
                var flipped = sound.ToArray();
                flipped[at] ^= (byte)(1 << bit);
                Decompress(codec, flipped, out var output);
                output.Length.ShouldBeLessThanOrEqualTo(Limit + 1);
            }
        }
    }

    [Theory, MemberData(nameof(NativeLibraries.Codecs), MemberType = typeof(NativeLibraries))]
    public void Noise_is_corrupt_and_so_is_what_is_cut_short(int number)
    {
        var codec = Present(number);
        var noise = new byte[500];
        noise.AsSpan().Fill(0xcc);
        Decompress(codec, noise, out _).ShouldBe(CompressionFault.Corrupt);
        // .NET takes a gzip stream that is cut short for its end: there only the records' count tells.
        Decompress(codec, Compress(codec, Sample)[..^20], out _).ShouldBe(codec == Codec.Gzip ? CompressionFault.None : CompressionFault.Corrupt);
    }

    [Fact]
    public void A_missing_library_is_named_with_its_package()
    {
        var error = new CompressionLibraryException("zstd", "libzstd1", new DllNotFoundException());
        error.Message.ShouldContain("apt-get install libzstd1");
    }

    private static Codec Present(int number)
    {
        NativeLibraries.SkipWithout((Codec)number);
        return (Codec)number;
    }

    private static byte[] Compress(Codec codec, byte[] input)
    {
        var output = new ArrayBufferWriter<byte>();
        BatchCompression.Compress(codec, input, output);
        return output.WrittenSpan.ToArray();
    }

    private static CompressionFault Decompress(Codec codec, byte[] input, out byte[] output)
    {
        using var buffer = new BoundedBuffer(Limit);
        var fault = BatchCompression.Decompress(codec, input, buffer);
        output = buffer.Span.ToArray();
        return fault;
    }
}
