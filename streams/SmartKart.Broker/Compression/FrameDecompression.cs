namespace SmartKart.Broker.Compression;

/// <summary>Decompresses frames bit by bit: each call takes what input and output have room for.</summary>
internal interface IFrameReader : IDisposable
{
    FrameStep Read(ReadOnlySpan<byte> input, Span<byte> output);
}

/// <summary>What one call has done.</summary>
internal readonly record struct FrameStep(int Read, int Written, bool IsFrameDone, bool IsCorrupt);

/// <summary>What lz4 and zstd have in common: frames, one behind another, each to its end.</summary>
internal static class FrameDecompression
{
    public static CompressionFault Run(IFrameReader frames, ReadOnlySpan<byte> input, BoundedBuffer output)
    {
        for (var isDone = false; !input.IsEmpty || !isDone;)
        {
            var step = frames.Read(input, output.Room());
            if (step.IsCorrupt || (step.Read == 0 && step.Written == 0)) return CompressionFault.Corrupt;
            output.Advance(step.Written);
            if (output.IsOverLimit) return CompressionFault.TooLarge;
            input = input[step.Read..];
            isDone = step.IsFrameDone;
        }
        return CompressionFault.None;
    }
}
