using SmartKart.Broker.Compression;

namespace SmartKart.Broker.Native.Zstd;

/// <summary>Decompresses Zstandard frames. The library itself refuses windows over 128 MiB. One thread.</summary>
internal sealed class ZstdFrameReader : IFrameReader
{
    private readonly ZstdDecompressionHandle _context = ZstdApi.CreateDecompression();

    public ZstdFrameReader()
    {
        if (_context.IsInvalid) throw new InsufficientMemoryException("Zstandard got no memory for a decompression context.");
    }

    public unsafe FrameStep Read(ReadOnlySpan<byte> input, Span<byte> output)
    {
        fixed (byte* from = input, to = output)
        {
            var source = new ZstdBuffer { Bytes = (nint)from, Size = (nuint)input.Length };
            var target = new ZstdBuffer { Bytes = (nint)to, Size = (nuint)output.Length };
            var hint = ZstdApi.Decompress(_context, ref target, ref source);
            return ZstdApi.IsError(hint) == 0
                ? new FrameStep((int)source.Position, (int)target.Position, IsFrameDone: hint == 0, IsCorrupt: false)
                : new FrameStep(0, 0, false, IsCorrupt: true);
        }
    }

    public void Dispose() => _context.Dispose();
}
