using SmartKart.Broker.Compression;

namespace SmartKart.Broker.Native.Lz4;

/// <summary>Decompresses LZ4 frames. One thread.</summary>
internal sealed class Lz4FrameReader : IFrameReader
{
    private readonly Lz4DecompressionHandle _context;

    public Lz4FrameReader()
    {
        if (Lz4Api.IsError(Lz4Api.CreateDecompression(out _context, Lz4Api.Version)) != 0)
            throw new InsufficientMemoryException("LZ4 got no memory for a decompression context.");
    }

    public FrameStep Read(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var (read, written) = ((nuint)input.Length, (nuint)output.Length);
        var hint = Lz4Api.Decompress(_context, output, ref written, input, ref read, options: 0);
        return Lz4Api.IsError(hint) == 0
            ? new FrameStep((int)read, (int)written, IsFrameDone: hint == 0, IsCorrupt: false)
            : new FrameStep(0, 0, false, IsCorrupt: true);
    }

    public void Dispose() => _context.Dispose();
}
